import { KeyObject } from 'node:crypto';
import { Refusal } from '@videocall/errors';
import { AccessClaims, createPublicKeys, principalOf, type Principal } from '@videocall/platform-auth-guard';
import { decodeProtectedHeader, type CryptoKey } from 'jose';
import { Strategy, type SecretOrKeyProvider } from 'passport-jwt';
import { z } from 'zod';

/** Who makes a request, and the token that says so, to be passed on to the services that own the facts. */
export interface Caller {
  readonly principal: Principal;
  readonly accessToken: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

const ISSUER = 'videocall-auth';
const TYPE = 'at+jwt';
/** Clocks of services differ by no more (NTP). */
const CLOCK_TOLERANCE_SECONDS = 5;

/** As jsonwebtoken gives it with `complete`. */
const VerifiedToken = z.object({
  header: z.object({ typ: z.literal(TYPE) }),
  payload: AccessClaims.extend({ exp: z.number() }),
});

/** Verifies access tokens by passport-jwt and auth's JWKS, the same way for REST, Socket.IO and gRPC (AUTH-1). */
export class AccessTokens {
  readonly #strategy: Strategy;

  /** @param jwksUrl auth's; its keys are cached, so that verification goes on while auth is down */
  constructor(jwksUrl: string) {
    this.#strategy = new Strategy(
      {
        jwtFromRequest: (token: string) => token,
        secretOrKeyProvider: publicKeyProvider(jwksUrl),
        algorithms: ['ES256'],
        issuer: ISSUER,
        jsonWebTokenOptions: { complete: true, clockTolerance: CLOCK_TOLERANCE_SECONDS },
      },
      (token: unknown, done: (error: null, verified: unknown) => void) => done(null, token),
    );
  }

  /** @throws Refusal TOKEN_INVALID, TOKEN_EXPIRED; SERVICE_UNAVAILABLE while auth's keys were never had */
  async verify(accessToken: string): Promise<Caller> {
    const verified = VerifiedToken.safeParse(await this.#authenticate(accessToken));
    if (!verified.success) throw new Refusal('TOKEN_INVALID', { cause: verified.error });
    const { payload } = verified.data;
    return { principal: principalOf(payload), accessToken, expiresAt: payload.exp * 1000 };
  }

  /** What passport does for each request: a strategy of its own, told where to answer. */
  #authenticate(accessToken: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const attempt = Object.assign(Object.create(this.#strategy) as Strategy, {
        success: resolve,
        fail: (cause: unknown) => reject(refusalOf(cause)),
        error: reject,
      });
      attempt.authenticate.call(attempt, accessToken as never);
    });
  }
}

/** passport-jwt takes keys as PEM. */
function publicKeyProvider(jwksUrl: string): SecretOrKeyProvider<string> {
  const publicKeys = createPublicKeys(jwksUrl);
  const pems = new WeakMap<CryptoKey, string>();
  const pemFor = async (token: string): Promise<string> => {
    const key = await publicKeys(decodeProtectedHeader(token));
    const pem = pems.get(key) ?? KeyObject.from(key).export({ type: 'spki', format: 'pem' }).toString();
    pems.set(key, pem);
    return pem;
  };
  return (_request, token: string, done) => {
    pemFor(token).then(
      (pem) => done(null, pem),
      (error: unknown) => done(error),
    );
  };
}

function refusalOf(cause: unknown): Refusal {
  if (cause instanceof Refusal) return cause;
  const isExpired = cause instanceof Error && cause.name === 'TokenExpiredError';
  return new Refusal(isExpired ? 'TOKEN_EXPIRED' : 'TOKEN_INVALID', { cause });
}
