import type { Metadata } from '@grpc/grpc-js';
import { Injectable } from '@nestjs/common';
import { Refusal } from '@videocall/errors';
import { bearerToken } from '@videocall/platform-grpc';

import type { LogOutCommand } from '../application/log-out.js';
import { AccessTokens } from '../application/ports/access-tokens.js';

export type Caller = Awaited<ReturnType<AccessTokens['verify']>>;

/** Who acts: never a message's word, always the verified token's. */
@Injectable()
export class CallerReader {
  constructor(private readonly accessTokens: AccessTokens) {}

  /** @throws Refusal TOKEN_MISSING, TOKEN_INVALID, TOKEN_EXPIRED. */
  async of(metadata: Metadata): Promise<Caller> {
    return this.accessTokens.verify(bearerToken(metadata));
  }

  /** The AuthSession a log-out means: the refresh token's where there is one, since that needs no unexpired access token. */
  async leaving(metadata: Metadata, refreshToken: string): Promise<LogOutCommand> {
    if (refreshToken !== '') return { refreshToken };
    const caller = await this.of(metadata);
    if (caller.kind !== 'user') throw new Refusal('USERS_ONLY');
    return { authSessionId: caller.authSessionId };
  }
}
