import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SigningKey } from '@videocall/platform-auth-guard';
import { CompactEncrypt, compactDecrypt } from 'jose';

const KEY_BYTES = 32;

/** Encrypts signing keys for the database: compact JWE (RFC 7516), AES-256-GCM with the operator's key. */
export class KeyEncryption {
  readonly #key: Uint8Array;

  private constructor(key: Uint8Array) {
    this.#key = key;
  }

  /**
   * Uses the key in a file (32 bytes, base64); where there is no such file, makes one that only its owner may read.
   *
   * @throws Error where the file holds something else.
   */
  static async fromFile(path: string): Promise<KeyEncryption> {
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return makeFile(path);
      throw error;
    });
    const key = Buffer.from(text.trim(), 'base64');
    if (key.length !== KEY_BYTES) throw new Error('KEY_ENCRYPTION_KEY_FILE must hold 32 bytes in base64');
    return new KeyEncryption(key);
  }

  async seal(key: SigningKey): Promise<string> {
    return await new CompactEncrypt(Buffer.from(JSON.stringify(key)))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: key.kid })
      .encrypt(this.#key);
  }

  /** @throws Error where it was sealed with another key. */
  async open(sealed: string): Promise<SigningKey> {
    const { plaintext } = await compactDecrypt(sealed, this.#key);
    return SigningKey.parse(JSON.parse(Buffer.from(plaintext).toString()));
  }
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
