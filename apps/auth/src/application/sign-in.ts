import { Injectable } from '@nestjs/common';

import { type AuthSession, type ClientDevice, expiryAfterUse, sessionsToEvict } from '../domain/auth-session.js';
import { newId } from '../domain/ids.js';
import { hashRefreshToken, newRefreshToken } from '../domain/refresh-token.js';
import type { User } from '../domain/user.js';
import { endAuthSession } from './end-auth-session.js';
import { AccessTokens } from './ports/access-tokens.js';
import type { AuthTables } from './ports/auth-store.js';
import { type SignedIn, USER_TOKEN_SECONDS } from './signed-in.js';

export interface OpenedAuthSession {
  readonly session: AuthSession;
  /** Secret. */
  readonly refreshToken: string;
}

/** Opens an AuthSession and ends the oldest ones where there are five already (AUTH-2). Runs inside a transaction. */
export async function openAuthSession(
  tables: AuthTables,
  userId: string,
  device: ClientDevice,
  now: Date,
): Promise<OpenedAuthSession> {
  await tables.users.lock(userId);
  for (const evicted of sessionsToEvict(await tables.authSessions.liveOf(userId, now))) {
    await endAuthSession(tables, evicted, { reason: 'TOO_MANY', actorId: userId, ipAddress: device.ipAddress, now });
  }
  const session: AuthSession = {
    ...device,
    id: newId('ases'),
    userId,
    createdAt: now,
    lastUsedAt: now,
    expiresAt: expiryAfterUse(now, now),
    endedAt: undefined,
    endReason: undefined,
  };
  await tables.authSessions.insert(session);
  return { session, refreshToken: await addRefreshToken(tables, session.id, now) };
}

/** Stores a new refresh token of an AuthSession. */
export async function addRefreshToken(tables: AuthTables, authSessionId: string, now: Date): Promise<string> {
  const refreshToken = newRefreshToken();
  await tables.refreshTokens.insert({ hash: hashRefreshToken(refreshToken), authSessionId, createdAt: now });
  return refreshToken;
}

/** Gives a user with an AuthSession what the client takes home. */
@Injectable()
export class SignInReply {
  constructor(private readonly accessTokens: AccessTokens) {}

  async of(user: User, { session, refreshToken }: OpenedAuthSession): Promise<SignedIn> {
    const { id, displayName, email, admin, createdAt } = user;
    const accessToken = await this.accessTokens.issue(
      { identityId: id, kind: 'user', displayName, admin, authSessionId: session.id },
      USER_TOKEN_SECONDS,
    );
    return {
      identity: { id, kind: 'user', displayName, email, admin, createdAt },
      accessToken,
      authSession: { id: session.id, refreshToken, expiresAt: session.expiresAt },
    };
  }
}
