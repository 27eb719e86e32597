import type { SigningKey } from '@videocall/platform-auth-guard';

/** Keeps private keys unreadable in the database. */
export abstract class KeyVault {
  abstract seal(key: SigningKey): Uint8Array<ArrayBuffer>;
  /** @returns undefined where it was sealed with another key-encryption key, or changed since. */
  abstract open(kid: string, sealed: Uint8Array): SigningKey | undefined;
}
