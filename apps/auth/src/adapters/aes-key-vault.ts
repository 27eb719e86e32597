import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

import { SigningKey } from '@videocall/platform-auth-guard';
import { keyFromFile } from '@videocall/platform-config';

import { KeyVault } from '../application/ports/key-vault.js';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM; the key's id is bound in, so that rows cannot be swapped. */
export class AesKeyVault extends KeyVault {
  readonly #keyEncryptionKey: Buffer;

  constructor(keyEncryptionKey: Buffer) {
    super();
    this.#keyEncryptionKey = keyEncryptionKey;
  }

  /** Uses the key-encryption key in a file (32 bytes, base64), which the first start makes. */
  static async fromFile(path: string): Promise<AesKeyVault> {
    return new AesKeyVault(await keyFromFile(path));
  }

  seal({ kid, privateJwk, publicJwk }: SigningKey): Uint8Array<ArrayBuffer> {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#keyEncryptionKey, nonce).setAAD(Buffer.from(kid));
    const text = cipher.update(JSON.stringify({ privateJwk, publicJwk }), 'utf8');
    return Uint8Array.from(Buffer.concat([nonce, text, cipher.final(), cipher.getAuthTag()]));
  }

  open(kid: string, sealed: Uint8Array): SigningKey | undefined {
    const json = this.decrypt(kid, Buffer.from(sealed));
    return json === undefined ? undefined : SigningKey.parse({ kid, ...(JSON.parse(json) as object) });
  }

  private decrypt(kid: string, bytes: Buffer): string | undefined {
    const decipher = createDecipheriv('aes-256-gcm', this.#keyEncryptionKey, bytes.subarray(0, NONCE_BYTES)).setAAD(
      Buffer.from(kid),
    );
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
    try {
      return Buffer.concat([text, decipher.final()]).toString('utf8');
    } catch {
      // `final` throws for one reason only: the tag does not fit.
      return undefined;
    }
  }
}
