import { Injectable } from '@nestjs/common';
import { Refusal } from '@videocall/errors';
import type { Principal } from '@videocall/platform-auth-guard';

import { isLive } from '../domain/auth-session.js';
import { endAuthSession } from './end-auth-session.js';
import { liveUser } from './live-user.js';
import { AuthStore } from './ports/auth-store.js';
import { Clock } from './ports/clock.js';

/** Ends one of the caller's AuthSessions; one that ended already stays so. */
@Injectable()
export class RevokeAuthSession {
  constructor(
    private readonly store: AuthStore,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal AUTH_SESSION_NOT_FOUND, also for somebody else's; USERS_ONLY, TOKEN_INVALID, USER_NOT_FOUND, USER_DISABLED. */
  async run(caller: Principal, authSessionId: string): Promise<void> {
    const now = this.clock.now();
    await this.store.transaction(async (tables) => {
      const { user, session: own } = await liveUser(tables, caller, now);
      const session = await tables.authSessions.lock(authSessionId);
      if (session === undefined || session.userId !== user.id) throw new Refusal('AUTH_SESSION_NOT_FOUND');
      if (!isLive(session, now)) return;
      await endAuthSession(tables, session, { reason: 'REVOKED', actorId: user.id, ipAddress: own.ipAddress, now });
    });
  }
}
