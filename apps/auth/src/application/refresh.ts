import { Injectable } from '@nestjs/common';
import { Refusal } from '@videocall/errors';

import { type AuthSession, type ClientDevice, expiryAfterUse, isLive } from '../domain/auth-session.js';
import {
  REUSE_GRACE_MS,
  hashRefreshToken,
  newRefreshToken,
  sealSuccessor,
  unsealSuccessor,
} from '../domain/refresh-token.js';
import type { User } from '../domain/user.js';
import { endAuthSession } from './end-auth-session.js';
import { type AuthTables, AuthStore } from './ports/auth-store.js';
import { Clock } from './ports/clock.js';
import { type OpenedAuthSession, SignInReply } from './sign-in.js';
import type { SignedIn } from './signed-in.js';

export interface RefreshCommand {
  readonly refreshToken: string;
  readonly device: ClientDevice;
}

type Outcome =
  | { readonly refused: 'REFRESH_TOKEN_INVALID' | 'REFRESH_TOKEN_REUSED' | 'USER_DISABLED' }
  | { readonly refused: undefined; readonly user: User; readonly opened: OpenedAuthSession };

/**
 * Rotates a refresh token (AUTH-1, RFC 9700 section 4.14.2). A token is used once. Brought again within the grace (a lost
 * reply, two tabs at once) it gives the token that its family has come to; brought again later it was stolen, from whichever
 * side, and the family ends.
 */
@Injectable()
export class Refresh {
  constructor(
    private readonly store: AuthStore,
    private readonly clock: Clock,
    private readonly reply: SignInReply,
  ) {}

  /** @throws Refusal REFRESH_TOKEN_INVALID, REFRESH_TOKEN_REUSED, USER_DISABLED. */
  async run(command: RefreshCommand): Promise<SignedIn> {
    // What a refusal leaves behind (an ended family) must be committed, so the transaction returns instead of throwing.
    const outcome = await this.store.transaction((tables) => this.refresh(tables, command));
    if (outcome.refused !== undefined) throw new Refusal(outcome.refused);
    return this.reply.of(outcome.user, outcome.opened);
  }

  private async refresh(tables: AuthTables, { refreshToken, device }: RefreshCommand): Promise<Outcome> {
    const session = await tables.authSessions.lockByRefreshToken(hashRefreshToken(refreshToken));
    // Read after the lock is had, so that of two who come at once the second sees what the first did.
    const now = this.clock.now();
    if (session === undefined) return { refused: 'REFRESH_TOKEN_INVALID' };
    if (!isLive(session, now)) {
      return { refused: session.endReason === 'TOKEN_REUSED' ? 'REFRESH_TOKEN_REUSED' : 'REFRESH_TOKEN_INVALID' };
    }
    const ending = { actorId: session.userId, ipAddress: device.ipAddress, now };
    const user = await tables.users.byId(session.userId);
    if (user === undefined || user.disabledAt !== undefined) {
      await endAuthSession(tables, session, { ...ending, reason: 'REVOKED' });
      return { refused: 'USER_DISABLED' };
    }
    const head = await headOfChain(tables, refreshToken, now);
    if (head === 'reused') {
      await endAuthSession(tables, session, { ...ending, reason: 'TOKEN_REUSED' });
      return { refused: 'REFRESH_TOKEN_REUSED' };
    }
    const expiresAt = expiryAfterUse(session.createdAt, now);
    await tables.authSessions.touch(session.id, { lastUsedAt: now, expiresAt, ...device });
    const successor = head === refreshToken ? await rotate(tables, session, refreshToken, now) : head;
    return { refused: undefined, user, opened: { session: { ...session, expiresAt }, refreshToken: successor } };
  }
}

/** Follows the successors of a token to the one nobody used yet, for as long as every step was taken within the grace. */
async function headOfChain(tables: AuthTables, presented: string, now: Date): Promise<string | 'reused'> {
  let token = presented;
  for (;;) {
    const record = await tables.refreshTokens.byHash(hashRefreshToken(token));
    if (record === undefined) return 'reused';
    if (record.usedAt === undefined) return token;
    const sealed = record.sealedSuccessor;
    if (sealed === undefined || now.getTime() - record.usedAt.getTime() > REUSE_GRACE_MS) return 'reused';
    token = unsealSuccessor(token, sealed);
  }
}

async function rotate(tables: AuthTables, session: AuthSession, refreshToken: string, now: Date): Promise<string> {
  const successor = newRefreshToken();
  await tables.refreshTokens.insert({ hash: hashRefreshToken(successor), authSessionId: session.id, createdAt: now });
  await tables.refreshTokens.markUsed(hashRefreshToken(refreshToken), now, sealSuccessor(refreshToken, successor));
  return successor;
}
