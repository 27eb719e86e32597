import { Injectable } from '@nestjs/common';

import { endAuthSession } from './end-auth-session.js';
import { AuthStore } from './ports/auth-store.js';
import { Clock } from './ports/clock.js';

const BATCH = 100;

/** Ends AuthSessions whose idle or absolute time is over (AUTH-2), so that their sockets are closed too. */
@Injectable()
export class EndExpiredAuthSessions {
  constructor(
    private readonly store: AuthStore,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    let ended: number;
    do {
      ended = await this.store.transaction(async (tables) => {
        const now = this.clock.now();
        const expired = await tables.authSessions.lockExpired(now, BATCH);
        for (const session of expired) {
          await endAuthSession(tables, session, { reason: 'EXPIRED', actorId: '', ipAddress: '', now });
        }
        return expired.length;
      });
    } while (ended === BATCH);
  }
}
