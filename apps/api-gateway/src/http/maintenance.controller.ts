import { Controller, Inject } from '@nestjs/common';
import { ORCHESTRATOR, repeatably, type Orchestrator } from '../adapters/services.js';
import { maintenanceJson } from '../mapping/maintenance-json.js';
import { required } from '../mapping/required.js';
import { FromRequest, RestEndpoint, type Input, type Output } from './rest-endpoint.js';

/** When the operator works on the server (OPS-6); the orchestrator checks that whoever announces it is an administrator. */
@Controller()
export class MaintenanceController {
  constructor(@Inject(ORCHESTRATOR) private readonly orchestrator: Orchestrator) {}

  @RestEndpoint('getMaintenance')
  async getMaintenance(): Output<'getMaintenance'> {
    const { maintenance } = await this.orchestrator.getMaintenance({}, repeatably(undefined));
    return { maintenance: maintenance ? maintenanceJson(maintenance) : null };
  }

  @RestEndpoint('announceMaintenance')
  async announceMaintenance(
    @FromRequest() { body, caller, requestId }: Input<'announceMaintenance'>,
  ): Output<'announceMaintenance'> {
    const { startsAt, durationMinutes, text } = body;
    const message = {
      requestId,
      startsAt: startsAt === undefined ? undefined : new Date(startsAt),
      durationSeconds: durationMinutes * 60,
      textEn: text.en,
      textJa: text.ja,
    };
    const { maintenance } = await this.orchestrator.announceMaintenance(message, repeatably(caller));
    return { maintenance: maintenanceJson(required(maintenance)) };
  }

  @RestEndpoint('endMaintenance')
  async endMaintenance(@FromRequest() { caller, requestId }: Input<'endMaintenance'>): Promise<void> {
    await this.orchestrator.endMaintenance({ requestId }, repeatably(caller));
  }
}
