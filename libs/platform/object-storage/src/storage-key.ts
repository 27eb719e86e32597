import { hkdfSync } from 'node:crypto';
import { keyFromFile } from '@videocall/platform-config';

const KEY_BYTES = 32;

/** What a local folder encrypts its files and signs its URLs with. Whoever loses it loses the files. */
export interface StorageKeys {
  readonly encryption: Buffer;
  readonly signing: Buffer;
}

/** Separate keys for separate uses from one secret (HKDF, RFC 5869). */
export function deriveKeys(secret: Buffer): StorageKeys {
  const derive = (use: string): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, '', `object-storage ${use}`, KEY_BYTES));
  return { encryption: derive('encryption'), signing: derive('signing') };
}

/**
 * The keys from the secret in a file (32 bytes, base64); where there is no such file, makes one that only its owner may
 * read.
 *
 * @throws Error where the file holds something else.
 */
export async function storageKeysFromFile(path: string): Promise<StorageKeys> {
  return deriveKeys(await keyFromFile(path));
}
