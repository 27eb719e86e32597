import { importJWK, SignJWT } from 'jose';
import type { SigningKey } from './signing-key.js';

export interface SignOptions {
  /** Type of token in the header (RFC 8725, section 3.11): `at+jwt`, `grant+jwt`, `peer+jwt`, `resume+jwt`, `capture+jwt`. */
  readonly typ: string;
  readonly claims: Readonly<Record<string, unknown>> & { readonly sub: string };
  /** Seconds from now. */
  readonly expiresInSeconds: number;
}

export interface TokenSigner {
  sign(options: SignOptions): Promise<{ readonly token: string; readonly expiresAt: Date }>;
}

/** Signs tokens (ES256) in the name of an issuer. */
export async function createTokenSigner(issuer: string, key: SigningKey): Promise<TokenSigner> {
  const privateKey = await importJWK(key.privateJwk, 'ES256');
  return {
    async sign({ typ, claims, expiresInSeconds }) {
      const now = Math.floor(Date.now() / 1000);
      const expires = now + expiresInSeconds;
      const token = await new SignJWT({ ...claims })
        .setProtectedHeader({ alg: 'ES256', typ, kid: key.kid })
        .setIssuer(issuer)
        .setIssuedAt(now)
        .setExpirationTime(expires)
        .sign(privateKey);
      return { token, expiresAt: new Date(expires * 1000) };
    },
  };
}
