import { Injectable } from '@nestjs/common';

import { type AuthSession, isLive } from '../domain/auth-session.js';
import { hashRefreshToken } from '../domain/refresh-token.js';
import { endAuthSession } from './end-auth-session.js';
import { type AuthTables, AuthStore } from './ports/auth-store.js';
import { Clock } from './ports/clock.js';

/** What names the AuthSession: the access token's, or a refresh token of it where the access token has expired. */
export type LogOutCommand = { readonly authSessionId: string } | { readonly refreshToken: string };

/** Ends the caller's AuthSession. One that is gone already is as logged out as can be. */
@Injectable()
export class LogOut {
  constructor(
    private readonly store: AuthStore,
    private readonly clock: Clock,
  ) {}

  async run(command: LogOutCommand): Promise<void> {
    await this.store.transaction(async (tables) => {
      const session = await lockNamed(tables, command);
      const now = this.clock.now();
      if (session === undefined || !isLive(session, now)) return;
      await endAuthSession(tables, session, { reason: 'LOGGED_OUT', actorId: session.userId, ipAddress: '', now });
    });
  }
}

function lockNamed(tables: AuthTables, command: LogOutCommand): Promise<AuthSession | undefined> {
  return 'authSessionId' in command
    ? tables.authSessions.lock(command.authSessionId)
    : tables.authSessions.lockByRefreshToken(hashRefreshToken(command.refreshToken));
}
