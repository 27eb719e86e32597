import { SigningKey } from '@videocall/platform-auth-guard';
import { keyFromFile } from '@videocall/platform-config';
import { CompactEncrypt, compactDecrypt } from 'jose';

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
    return new KeyEncryption(await keyFromFile(path));
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
