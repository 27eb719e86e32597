import { hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

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
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return makeFile(path);
    throw error;
  });
  const secret = Buffer.from(text.trim(), 'base64');
  if (secret.length !== KEY_BYTES) throw new Error(`${path} must hold 32 bytes in base64`);
  return deriveKeys(secret);
}

/** The file appears whole, and the first of several processes that start at once makes it. */
async function makeFile(path: string): Promise<string> {
  const draft = `${path}.${randomUUID()}`;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(draft, `${randomBytes(KEY_BYTES).toString('base64')}\n`, { mode: 0o600, flag: 'wx', flush: true });
  try {
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft);
  }
  return await readFile(path, 'utf8');
}
