import { Injectable } from '@nestjs/common';
import { callV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import { newId } from '../domain/ids.js';
import { MAINTENANCE_AHEAD_MS, type Maintenance } from '../domain/maintenance.js';
import { after } from '../domain/rules.js';
import { maintenanceMessage } from './messages.js';
import { Mutations, type Mutation } from './mutations.js';

export interface AnnounceMaintenanceInput {
  /** Left out, or in the past: now. */
  readonly startsAt?: Date | undefined;
  /** 60..86400. */
  readonly durationSeconds: number;
  /** Up to 500 characters each; may be empty. */
  readonly textEn: string;
  readonly textJa: string;
}

/** Announces when the operator will work on the server, in place of what was announced before (OPS-6). */
@Injectable()
export class AnnounceMaintenance {
  readonly #mutations: Mutations;

  constructor(mutations: Mutations) {
    this.#mutations = mutations;
  }

  /** @throws Refusal ADMIN_ONLY; REQUEST_INVALID where it is more than 90 days ahead */
  async execute(mutation: Mutation, input: AnnounceMaintenanceInput): Promise<callV1.AnnounceMaintenanceResponse> {
    const { caller } = mutation;
    if (!caller.admin) throw new Refusal('ADMIN_ONLY');
    return await this.#mutations.once(
      mutation,
      callV1.AnnounceMaintenanceResponse,
      async ({ maintenance: windows }) => {
        await windows.lock();
        const { maintenance: earlier, now } = await windows.current();
        const startsAt = input.startsAt && input.startsAt > now ? input.startsAt : now;
        if (startsAt.getTime() - now.getTime() > MAINTENANCE_AHEAD_MS) {
          throw new Refusal('REQUEST_INVALID', { message: 'Maintenance is announced at most 90 days ahead.' });
        }
        const { textEn, textJa } = input;
        const endsAt = after(startsAt, input.durationSeconds * 1_000);
        const maintenance: Maintenance = { id: newId('mnt'), startsAt, endsAt, textEn, textJa };
        if (earlier) await windows.end(earlier, now, caller.identityId);
        await windows.announce(maintenance, now, caller.identityId);
        return { maintenance: maintenanceMessage(maintenance) };
      },
    );
  }
}
