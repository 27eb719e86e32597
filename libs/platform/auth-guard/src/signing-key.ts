import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JSONWebKeySet } from 'jose';
import { z } from 'zod';

const coordinate = z.base64url().length(43);
const publicJwk = { kty: z.literal('EC'), crv: z.literal('P-256'), x: coordinate, y: coordinate };

/** An ES256 key as its owner stores it. The private part is secret. */
export const SigningKey = z.object({
  /** The public key's thumbprint (RFC 7638). */
  kid: z.string().min(1),
  publicJwk: z.object(publicJwk),
  privateJwk: z.object({ ...publicJwk, d: coordinate }),
});
export type SigningKey = z.infer<typeof SigningKey>;

export async function generateSigningKey(): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const exported = await exportJWK(publicKey);
  return SigningKey.parse({
    kid: await calculateJwkThumbprint(exported),
    publicJwk: exported,
    privateJwk: await exportJWK(privateKey),
  });
}

/** The document for `/.well-known/jwks.json` (RFC 7517): public parts only. */
export function publicKeySet(keys: readonly Pick<SigningKey, 'kid' | 'publicJwk'>[]): JSONWebKeySet {
  return { keys: keys.map(({ kid, publicJwk }) => ({ ...publicJwk, kid, alg: 'ES256', use: 'sig' })) };
}
