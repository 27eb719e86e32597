import { Refusal } from '@videocall/errors';
import { createRemoteJWKSet, errors, type CryptoKey, type JWSHeaderParameters, type RemoteJWKSet } from 'jose';

/** Keys are looked at again this often, so that a retired one stops verifying. */
const REFRESH_MS = 10 * 60_000;
/** An unknown key id asks the issuer at most this often. */
const COOLDOWN_MS = 5_000;
const FETCH_TIMEOUT_MS = 2_000;

/**
 * The key that a token's header names; rejects with jose's error where there is none, with SERVICE_UNAVAILABLE where the
 * issuer could not be asked.
 */
export type PublicKeys = (header: JWSHeaderParameters) => Promise<CryptoKey>;

/**
 * An issuer's public keys, cached: after the first token, verification needs no network and goes on while the issuer is down.
 *
 * @param jwksUrl the issuer's `/.well-known/jwks.json`
 */
export function createPublicKeys(jwksUrl: string): PublicKeys {
  const keys = createRemoteJWKSet(new URL(jwksUrl), {
    timeoutDuration: FETCH_TIMEOUT_MS,
    cooldownDuration: COOLDOWN_MS,
    // jose would drop keys it cannot refresh; `refresh` below keeps them until the issuer answers.
    cacheMaxAge: Infinity,
  });
  const refresh = refresher(keys);
  return async (header) => {
    refresh();
    try {
      return await keys(header);
    } catch (cause) {
      if (isAboutTheToken(cause)) throw cause;
      throw new Refusal('SERVICE_UNAVAILABLE', { cause });
    }
  };
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
