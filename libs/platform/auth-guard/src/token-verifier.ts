import { Refusal, type Reason } from '@videocall/errors';
import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type RemoteJWKSet } from 'jose';
import type { z } from 'zod';

/** Keys are looked at again this often, so that a retired one stops verifying. */
const REFRESH_MS = 10 * 60_000;
/** An unknown key id asks the issuer at most this often. */
const COOLDOWN_MS = 5_000;
const FETCH_TIMEOUT_MS = 2_000;
/** Clocks of services differ by no more (NTP). */
const CLOCK_TOLERANCE_SECONDS = 5;

export interface TokenVerifierOptions<Claims extends z.ZodType> {
  /** The issuer's `/.well-known/jwks.json`. */
  readonly jwksUrl: string;
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
  const keys = createRemoteJWKSet(new URL(jwksUrl), {
    timeoutDuration: FETCH_TIMEOUT_MS,
    cooldownDuration: COOLDOWN_MS,
    // jose would drop keys it cannot refresh; `refresh` below keeps them until the issuer answers.
    cacheMaxAge: Infinity,
  });
  const refresh = refresher(keys);
  return {
    async verify(token) {
      refresh();
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
      if (isAboutTheToken(cause)) throw new Refusal(reasons.invalid, { cause });
      throw new Refusal('SERVICE_UNAVAILABLE', { cause });
    }
  }
}

/** Whether the token is at fault; what is left is that the keys could not be fetched. */
function isAboutTheToken(error: unknown): boolean {
  return (
    error instanceof errors.JOSEError &&
    !(error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) &&
    error.code !== 'ERR_JOSE_GENERIC'
  );
}

/** Fetches the keys anew in the background now and then; the old ones stay while the issuer does not answer. */
function refresher(keys: RemoteJWKSet): () => void {
  let due = Date.now() + REFRESH_MS;
  return () => {
    if (Date.now() < due) return;
    due = Date.now() + REFRESH_MS;
    keys.reload().catch(() => {
      due = Date.now() + COOLDOWN_MS;
    });
  };
}
