import { Refusal, type Reason } from '@videocall/errors';
import { errors, jwtVerify, type JWTPayload } from 'jose';
import type { z } from 'zod';
import { createPublicKeys, type PublicKeys } from './public-keys.js';

/** Clocks of services differ by no more (NTP). */
const CLOCK_TOLERANCE_SECONDS = 5;

export interface TokenVerifierOptions<Claims extends z.ZodType> {
  /** The issuer's `/.well-known/jwks.json`, or the keys themselves where the issuer verifies its own tokens. */
  readonly jwksUrl: string | PublicKeys;
  readonly issuer: string;
  /** Type of token in the header; a token of another type of the same issuer is refused. */
  readonly typ: string;
  readonly schema: Claims;
  /** Reasons for refusals, where they are not about the sign-in. */
  readonly reasons?: { readonly invalid: Reason; readonly expired: Reason };
}

export interface TokenVerifier<Claims> {
  /** @throws Refusal TOKEN_INVALID, TOKEN_EXPIRED (or as named by `reasons`); SERVICE_UNAVAILABLE while no key was ever had. */
  verify(token: string): Promise<Claims & { readonly exp: number; readonly iat: number }>;
}

/**
 * Verifies ES256 tokens of one issuer and type against its JWKS, which is cached: after the first token, verification needs
 * no network and goes on while the issuer is down.
 */
export function createTokenVerifier<Claims extends z.ZodType>({
  jwksUrl,
  issuer,
  typ,
  schema,
  reasons = { invalid: 'TOKEN_INVALID', expired: 'TOKEN_EXPIRED' },
}: TokenVerifierOptions<Claims>): TokenVerifier<z.output<Claims>> {
  const keys = typeof jwksUrl === 'string' ? createPublicKeys(jwksUrl) : jwksUrl;
  return {
    async verify(token) {
      const payload = await claimsOf(token);
      const claims = schema.safeParse(payload);
      if (!claims.success) throw new Refusal(reasons.invalid, { cause: claims.error });
      return { ...(claims.data as z.output<Claims> & object), exp: payload.exp, iat: payload.iat };
    },
  };

  async function claimsOf(token: string): Promise<JWTPayload & { exp: number; iat: number }> {
    try {
      const { payload } = await jwtVerify<{ exp: number; iat: number }>(token, keys, {
        algorithms: ['ES256'],
        issuer,
        typ,
        requiredClaims: ['exp', 'iat', 'sub'],
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
      });
      return payload;
    } catch (cause) {
      if (cause instanceof errors.JWTExpired) throw new Refusal(reasons.expired, { cause });
      if (cause instanceof Refusal) throw cause;
      throw new Refusal(reasons.invalid, { cause });
    }
  }
}
