import { decryptFrame, FrameEncryption } from './frame-cipher.js';

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
      expect(encrypted.byteLength - frame.length).toBeLessThanOrEqual(39);
      const decrypted = await decryptFrame(key, encrypted);
      expect(text(decrypted ?? bytes(0))).toBe(text(frame));
    }
  });

  it('shows media servers what is a keyframe and how large, in a form that no decoder takes, and no more', async () => {
    const key = await aKey();
    const encrypted = async (kind: 'audio' | 'video', frame: Uint8Array) =>
      new Uint8Array(await new FrameEncryption(key, kind).encrypt(frame.slice().buffer));
    const keyframe = await encrypted('video', KEYFRAME);
    // A first partition of 524,287 bytes, the start code, 640 × 360.
    expect(text(keyframe.subarray(0, 10))).toBe('f0ffff9d012a80026801');
    expect(text((await encrypted('video', DELTA)).subarray(0, 3))).toBe('f1ffff');
    // Packets of several frames, and of none.
    expect(text((await encrypted('audio', OPUS)).subarray(0, 2))).toBe('7b00');
    for (const whole of [keyframe, await encrypted('video', DELTA), await encrypted('audio', OPUS)]) {
      expect(text(whole)).not.toContain('0707070707');
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
