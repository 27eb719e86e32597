import type { Metadata } from '@grpc/grpc-js';
import { Injectable } from '@nestjs/common';
import type { AccessClaims, TokenVerifier } from '@videocall/platform-auth-guard';
import { bearerToken } from '@videocall/platform-grpc';
import type { Caller } from '../domain/caller.js';

/** Who acts: always as the verified access token says, never as a message does. */
@Injectable()
export class Callers {
  readonly #verifier: TokenVerifier<AccessClaims>;

  constructor(verifier: TokenVerifier<AccessClaims>) {
    this.#verifier = verifier;
  }

  /** @throws Refusal TOKEN_MISSING, TOKEN_INVALID, TOKEN_EXPIRED */
  async of(metadata: Metadata): Promise<Caller> {
    const accessToken = bearerToken(metadata);
    const { sub, admin } = await this.#verifier.verify(accessToken);
    return { identityId: sub, admin, accessToken };
  }
}
