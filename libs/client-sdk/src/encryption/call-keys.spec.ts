import { createCallKey } from './call-key.js';
import { CallKeys } from './call-keys.js';
import { decryptFrame, FrameEncryption } from './frame-cipher.js';

const frame = () => Uint8Array.from({ length: 100 }, (_, index) => index).buffer;

/** Whether what is encrypted with one key can be decrypted with the other. */
async function fit(one: CryptoKey, other: CryptoKey): Promise<boolean> {
  return (await decryptFrame(other, await new FrameEncryption(one, 'audio').encrypt(frame()))) !== undefined;
}

describe('what is derived from the key of a call', () => {
  it('is one key for each source of each participant of each call, the same for all who know the call’s', async () => {
    const callKey = createCallKey();
    const here = await CallKeys.of(callKey, 'call_1');
    const key = await here.ofTrack('part_1', 'CAMERA');
    const same = await CallKeys.of(callKey, 'call_1');
    expect(await fit(key, await same.ofTrack('part_1', 'CAMERA'))).toBe(true);
    const others = [
      await same.ofTrack('part_1', 'MICROPHONE'),
      await same.ofTrack('part_2', 'CAMERA'),
      await (await CallKeys.of(callKey, 'call_2')).ofTrack('part_1', 'CAMERA'),
      await (await CallKeys.of(createCallKey(), 'call_1')).ofTrack('part_1', 'CAMERA'),
    ];
    for (const other of others) expect(await fit(key, other)).toBe(false);
  });

  it('is a code of twelve digits by which people know the same key', async () => {
    const callKey = createCallKey();
    const code = await (await CallKeys.of(callKey, 'call_1')).verificationCode();
    expect(code).toMatch(/^\d{4} \d{4} \d{4}$/);
    expect(await (await CallKeys.of(callKey, 'call_1')).verificationCode()).toBe(code);
    expect(await (await CallKeys.of(createCallKey(), 'call_1')).verificationCode()).not.toBe(code);
  });

  it('cannot be read out again', async () => {
    const key = await (await CallKeys.of(createCallKey(), 'call_1')).ofTrack('part_1', 'CAMERA');
    await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow();
  });
});
