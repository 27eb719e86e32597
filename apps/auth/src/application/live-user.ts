import { Refusal } from '@videocall/errors';
import type { Principal } from '@videocall/platform-auth-guard';

import { type AuthSession, isLive } from '../domain/auth-session.js';
import type { User } from '../domain/user.js';
import type { AuthTables } from './ports/auth-store.js';

/**
 * The user behind a verified access token, as the database has them now: the token may be up to 15 minutes older than the end
 * of its AuthSession.
 *
 * @throws Refusal USERS_ONLY, TOKEN_INVALID, USER_NOT_FOUND, USER_DISABLED.
 */
export async function liveUser(
  tables: AuthTables,
  principal: Principal,
  now: Date,
): Promise<{ readonly user: User; readonly session: AuthSession }> {
  if (principal.kind !== 'user') throw new Refusal('USERS_ONLY');
  const session = await tables.authSessions.byId(principal.authSessionId);
  if (session === undefined || session.userId !== principal.identityId || !isLive(session, now))
    throw new Refusal('TOKEN_INVALID');
  const user = await tables.users.byId(principal.identityId);
  if (user === undefined) throw new Refusal('USER_NOT_FOUND');
  if (user.disabledAt !== undefined) throw new Refusal('USER_DISABLED');
  return { user, session };
}
