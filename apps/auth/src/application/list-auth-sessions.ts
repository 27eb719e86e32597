import { Injectable } from '@nestjs/common';
import type { Principal } from '@videocall/platform-auth-guard';

import type { AuthSession } from '../domain/auth-session.js';
import { liveUser } from './live-user.js';
import { AuthStore } from './ports/auth-store.js';
import { Clock } from './ports/clock.js';

/** The caller's live AuthSessions, newest first. */
@Injectable()
export class ListAuthSessions {
  constructor(
    private readonly store: AuthStore,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal USERS_ONLY, TOKEN_INVALID, USER_NOT_FOUND, USER_DISABLED. */
  async run(caller: Principal): Promise<readonly (AuthSession & { readonly current: boolean })[]> {
    const now = this.clock.now();
    const { user, session: current } = await liveUser(this.store.tables, caller, now);
    const live = await this.store.tables.authSessions.liveOf(user.id, now);
    return live.map((session) => ({ ...session, current: session.id === current.id }));
  }
}
