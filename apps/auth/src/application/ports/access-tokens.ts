import type { Principal } from '@videocall/platform-auth-guard';

export interface IssuedAccessToken {
  /** ES256 JWT of type `at+jwt`. Secret. */
  readonly token: string;
  readonly expiresAt: Date;
}

/** Signs access tokens, and verifies them without a network. */
export abstract class AccessTokens {
  abstract issue(principal: Principal, lifetimeSeconds: number): Promise<IssuedAccessToken>;
  /** @throws Refusal TOKEN_INVALID, TOKEN_EXPIRED. */
  abstract verify(token: string): Promise<Principal & { readonly issuedAt: Date }>;
}
