import { decryptFrame, FrameEncryption, OVERHEAD_BYTES } from './frame-cipher.js';

const aKey = () => crypto.subtle.generateKey({ name: 'AES-GCM', length: 128 }, false, ['encrypt', 'decrypt']);
const bytes = (...values: number[]) => Uint8Array.from(values);
/** A VP8 keyframe of 640 × 360: frame tag, start code, size, and what is a picture to those who have the key. */
const KEYFRAME = bytes(0x50, 0, 0, 0x9d, 0x01, 0x2a, 0x80, 0x02, 0x68, 0x01, ...Array<number>(300).fill(7));
const DELTA = bytes(0x31, 1, 2, ...Array<number>(200).fill(7));
const OPUS = bytes(0x78, ...Array<number>(80).fill(7));

const text = (data: ArrayBuffer | Uint8Array) => Buffer.from(new Uint8Array(data)).toString('hex');

describe('an encrypted frame', () => {
  it('is decrypted to what it was, by those who have the key', async () => {
    const key = await aKey();
    for (const [kind, frame] of [
      ['video', KEYFRAME],
      ['video', DELTA],
      ['audio', OPUS],
      ['audio', bytes(0x78)],
      ['audio', bytes()],
      ['video', bytes(0x31, 1)],
    ] as const) {
      const encrypted = await new FrameEncryption(key, kind).encrypt(frame.slice().buffer);
      expect(encrypted.byteLength).toBe(frame.length + OVERHEAD_BYTES);
      const decrypted = await decryptFrame(key, encrypted);
      expect(text(decrypted ?? bytes(0))).toBe(text(frame));
    }
  });

  it('shows media servers the beginning of a keyframe, of another frame and of a packet of sound, and no more', async () => {
    const key = await aKey();
    for (const [kind, frame, readable] of [
      ['video', KEYFRAME, 10],
      ['video', DELTA, 3],
      ['audio', OPUS, 1],
    ] as const) {
      const encrypted = new Uint8Array(await new FrameEncryption(key, kind).encrypt(frame.slice().buffer));
      expect(text(encrypted.subarray(0, readable))).toBe(text(frame.subarray(0, readable)));
      expect(text(encrypted)).not.toContain(text(frame.subarray(readable, readable + 8)));
    }
  });

  it('is nothing to another key, when any byte of it was changed, or when it never was encrypted', async () => {
    const key = await aKey();
    const encrypted = new Uint8Array(await new FrameEncryption(key, 'video').encrypt(KEYFRAME.slice().buffer));
    expect(await decryptFrame(await aKey(), encrypted.slice().buffer)).toBeUndefined();
    for (let index = 0; index < encrypted.length; index += 1) {
      const changed = encrypted.slice();
      changed[index] = (changed[index] ?? 0) ^ 0x01;
      expect(await decryptFrame(key, changed.buffer)).toBeUndefined();
    }
    for (const clear of [KEYFRAME, DELTA, OPUS, bytes(), bytes(0)]) {
      expect(await decryptFrame(key, clear.slice().buffer)).toBeUndefined();
    }
  });

  it('never has the IV of another, neither of the same sender nor of one made later', async () => {
    const key = await aKey();
    const ivs = new Set<string>();
    for (let sender = 0; sender < 20; sender += 1) {
      const encryption = new FrameEncryption(key, 'audio');
      for (let frame = 0; frame < 50; frame += 1) {
        const encrypted = new Uint8Array(await encryption.encrypt(OPUS.slice().buffer));
        ivs.add(text(encrypted.subarray(-13, -1)));
      }
    }
    expect(ivs.size).toBe(1_000);
  });
});
