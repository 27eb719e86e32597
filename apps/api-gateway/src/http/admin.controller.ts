import { Controller, Inject } from '@nestjs/common';
import { AUTH_SERVICE, ORCHESTRATOR, repeatably, type AuthService, type Orchestrator } from '../adapters/services.js';
import { capacityJson } from '../mapping/capacity-json.js';
import { auditEventJson } from '../mapping/identity-json.js';
import { FromRequest, RestEndpoint, type Input, type Output } from './rest-endpoint.js';

/** What only administrators see; whose it is checks that they are. */
@Controller()
export class AdminController {
  constructor(
    @Inject(AUTH_SERVICE) private readonly auth: AuthService,
    @Inject(ORCHESTRATOR) private readonly orchestrator: Orchestrator,
  ) {}

  @RestEndpoint('getCapacity')
  async getCapacity(@FromRequest() { caller }: Input<'getCapacity'>): Output<'getCapacity'> {
    return capacityJson(await this.orchestrator.getCapacity({}, repeatably(caller)));
  }

  @RestEndpoint('listAuditEvents')
  async listAuditEvents(@FromRequest() { query, caller }: Input<'listAuditEvents'>): Output<'listAuditEvents'> {
    const { events, nextPageToken } = await this.auth.listAuditEvents(query, repeatably(caller));
    return { events: events.map(auditEventJson), nextPageToken };
  }
}
