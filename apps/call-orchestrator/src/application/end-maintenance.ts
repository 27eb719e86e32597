import { Injectable } from '@nestjs/common';
import { callV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import { Mutations, type Mutation } from './mutations.js';

/** Calls off what was announced, or ends it before its time (OPS-6). */
@Injectable()
export class EndMaintenance {
  readonly #mutations: Mutations;

  constructor(mutations: Mutations) {
    this.#mutations = mutations;
  }

  /** @throws Refusal ADMIN_ONLY */
  async execute(mutation: Mutation): Promise<callV1.EndMaintenanceResponse> {
    const { caller } = mutation;
    if (!caller.admin) throw new Refusal('ADMIN_ONLY');
    return await this.#mutations.once(mutation, callV1.EndMaintenanceResponse, async ({ maintenance: windows }) => {
      await windows.lock();
      const { maintenance, now } = await windows.current();
      if (maintenance) await windows.end(maintenance, now, caller.identityId);
      return {};
    });
  }
}
