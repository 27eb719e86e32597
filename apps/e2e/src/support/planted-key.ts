import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import pg from 'pg';
import type { Product } from './product.js';

/** A signing key of the orchestrator's, planted in its database, so that a test can make tokens that are wrong in one thing only. */
export class PlantedKey {
  private constructor(
    readonly kid: string,
    private readonly key: CryptoKey,
  ) {}

  /** Plants a key too young to sign, which verifies all the same, and has the orchestrator know it. Before the first token is verified. */
  static async plant({ stack }: Product): Promise<PlantedKey> {
    const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
    const kid = `key_${randomUUID()}`;
    const publicJwk = { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' };
    const client = new pg.Client({ connectionString: stack.addresses.ownerDatabaseUrl });
    await client.connect();
    try {
      await client.query(
        `INSERT INTO call.signing_keys (kid, public_jwk, sealed, retires_at) VALUES ($1, $2, '', now() + interval '1 day')`,
        [kid, publicJwk],
      );
    } finally {
      await client.end();
    }
    await stack.restart('call-orchestrator');
    return new PlantedKey(kid, privateKey);
  }

  /**
   * Signs a token in the orchestrator's name.
   *
   * @param typ `grant+jwt`, `peer+jwt`
   * @param expiresInSeconds from now; may be negative
   */
  sign(typ: string, claims: Readonly<Record<string, unknown>>, expiresInSeconds: number): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'ES256', typ, kid: this.kid })
      .setIssuer('videocall-orchestrator')
      .setIssuedAt(now - 3600)
      .setExpirationTime(now + expiresInSeconds)
      .sign(this.key);
  }
}
