import type { Metadata } from '@grpc/grpc-js';
import { Injectable } from '@nestjs/common';
import { AccessClaims, createTokenVerifier, type TokenVerifier } from '@videocall/platform-auth-guard';
import { bearerToken } from '@videocall/platform-grpc';

/** Who asks: as the verified access token says, never as a message does. */
@Injectable()
export class People {
  readonly #verifier: TokenVerifier<AccessClaims>;

  /** @param jwksUrl auth's public keys */
  constructor(jwksUrl: string) {
    this.#verifier = createTokenVerifier({ jwksUrl, issuer: 'videocall-auth', typ: 'at+jwt', schema: AccessClaims });
  }

  /** @throws Refusal TOKEN_MISSING, TOKEN_INVALID, TOKEN_EXPIRED */
  async identityOf(metadata: Metadata): Promise<string> {
    return (await this.#verifier.verify(bearerToken(metadata))).sub;
  }
}
