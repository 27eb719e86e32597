import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

/** How long a used refresh token still gives its successor again: long enough for a retry after a lost reply. */
export const REUSE_GRACE_MS = 20_000;

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A refresh token: 256 random bits, opaque to everybody. Secret. */
export function newRefreshToken(): string {
  return `vcr_${randomBytes(32).toString('base64url')}`;
}

/** What is stored instead of the token. A fast hash is enough for 256 random bits: there is nothing to guess. */
export function hashRefreshToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/**
 * Encrypts a token's successor under the token itself. The database then holds nothing that opens it, yet whoever brings the
 * token again within the grace is given the *same* successor. So a family stays one chain: a thief and the owner who both
 * replay a token end up sharing its successor, and the second to use that one is found out.
 */
export function sealSuccessor(token: string, successor: string): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', sealingKey(token), nonce);
  return Uint8Array.from(Buffer.concat([nonce, cipher.update(successor, 'utf8'), cipher.final(), cipher.getAuthTag()]));
}

/** @throws where `sealed` was not made with this very token. */
export function unsealSuccessor(token: string, sealed: Uint8Array): string {
  const bytes = Buffer.from(sealed);
  const decipher = createDecipheriv('aes-256-gcm', sealingKey(token), bytes.subarray(0, NONCE_BYTES));
  decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
  const text = decipher.update(bytes.subarray(NONCE_BYTES, bytes.length - TAG_BYTES));
  return Buffer.concat([text, decipher.final()]).toString('utf8');
}

function sealingKey(token: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', token, '', 'videocall refresh token successor', 32));
}
