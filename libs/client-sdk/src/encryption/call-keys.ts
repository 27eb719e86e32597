import type { TrackSource } from '@videocall/signalling';
import { bytesOfKey } from './call-key.js';

const VERSION = 'videocall media encryption 1';
const DIGITS = 12;
const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/**
 * What is derived from the key of one call (HKDF with SHA-256, RFC 5869): a key for each source of each participant, so that no
 * two senders ever share one, and the code by which people see that they have the same key.
 */
export class CallKeys {
  private constructor(
    private readonly root: CryptoKey,
    private readonly callId: string,
  ) {}

  /** @throws TypeError for what is no key */
  static async of(callKey: string, callId: string): Promise<CallKeys> {
    const root = await crypto.subtle.importKey('raw', bytesOfKey(callKey), 'HKDF', false, ['deriveKey', 'deriveBits']);
    return new CallKeys(root, callId);
  }

  /** The key of what a participant sends from a source: AES-GCM, 128 bits, not to be read out again. */
  async ofTrack(participantId: string, source: TrackSource): Promise<CryptoKey> {
    const purpose = this.#purpose('track', participantId, source);
    return crypto.subtle.deriveKey(purpose, this.root, { name: 'AES-GCM', length: 128 }, false, ['encrypt', 'decrypt']);
  }

  /** Twelve digits in three groups, the same for all who have the same key; they say nothing about it. */
  async verificationCode(): Promise<string> {
    const bits = new DataView(await crypto.subtle.deriveBits(this.#purpose('verification'), this.root, 64));
    const digits = (bits.getBigUint64(0) % 10n ** BigInt(DIGITS)).toString().padStart(DIGITS, '0');
    return digits.replace(/\d{4}(?=\d)/g, '$& ');
  }

  #purpose(...parts: readonly string[]): HkdfParams {
    // A line each: ids and sources have no line breaks, so that no two purposes are written alike.
    return { name: 'HKDF', hash: 'SHA-256', salt: utf8(this.callId), info: utf8([VERSION, ...parts].join('\n')) };
  }
}
