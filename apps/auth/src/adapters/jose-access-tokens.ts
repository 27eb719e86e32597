import { Injectable } from '@nestjs/common';
import {
  AccessClaims,
  type Principal,
  type PublicKeys,
  type TokenSigner,
  createTokenSigner,
  createTokenVerifier,
  principalOf,
  publicKeySet,
} from '@videocall/platform-auth-guard';
import { createLocalJWKSet } from 'jose';

import { KeyRing } from '../application/key-ring.js';
import { AccessTokens, type IssuedAccessToken } from '../application/ports/access-tokens.js';

export const ISSUER = 'videocall-auth';
const TYP = 'at+jwt';

/** Access tokens signed and verified with the keys of the ring. */
@Injectable()
export class JoseAccessTokens extends AccessTokens {
  readonly #verifier;
  /** By the key's id. */
  readonly #signers = new Map<string, Promise<TokenSigner>>();

  constructor(private readonly ring: KeyRing) {
    super();
    const ownKeys: PublicKeys = (header) => createLocalJWKSet(publicKeySet(ring.verifying))(header);
    this.#verifier = createTokenVerifier({ jwksUrl: ownKeys, issuer: ISSUER, typ: TYP, schema: AccessClaims });
  }

  async issue(principal: Principal, lifetimeSeconds: number): Promise<IssuedAccessToken> {
    const signer = await this.signer();
    const claims: AccessClaims = {
      sub: principal.identityId,
      kind: principal.kind,
      name: principal.displayName,
      admin: principal.admin,
      sid: principal.authSessionId,
    };
    return signer.sign({ typ: TYP, claims, expiresInSeconds: lifetimeSeconds });
  }

  async verify(token: string): Promise<Principal & { readonly issuedAt: Date }> {
    const claims = await this.#verifier.verify(token);
    return { ...principalOf(claims), issuedAt: new Date(claims.iat * 1000) };
  }

  private signer(): Promise<TokenSigner> {
    const key = this.ring.signing;
    const known = this.#signers.get(key.kid);
    if (known !== undefined) return known;
    const made = createTokenSigner(ISSUER, key);
    this.#signers.clear();
    this.#signers.set(key.kid, made);
    return made;
  }
}
