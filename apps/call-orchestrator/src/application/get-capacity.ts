import { Injectable } from '@nestjs/common';
import type { callV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import { actionsOf, modeOf } from '../domain/capacity.js';
import type { Caller } from '../domain/caller.js';
import { capacityActionsMessage, capacityCauseMessage, capacityModeMessage } from './capacity-messages.js';
import { CallDatabase } from './ports/call-database.js';

/** How full the server is, and what it gives up for it (OPS-2). */
@Injectable()
export class GetCapacity {
  readonly #database: CallDatabase;

  constructor(database: CallDatabase) {
    this.#database = database;
  }

  /** @throws Refusal ADMIN_ONLY */
  async execute(caller: Caller): Promise<callV1.GetCapacityResponse> {
    if (!caller.admin) throw new Refusal('ADMIN_ONLY');
    const [causes, levels] = await this.#database.transaction(async ({ capacity }) => [
      await capacity.causes(),
      await capacity.levels(),
    ]);
    return {
      mode: capacityModeMessage(modeOf(levels)),
      causes: causes.map(capacityCauseMessage),
      actions: capacityActionsMessage(actionsOf(levels)),
    };
  }
}
