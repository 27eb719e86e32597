import { hasVoice } from './opus-activity.js';

const packet = (configuration: number, ...bytes: number[]): Uint8Array =>
  Uint8Array.from([configuration << 3, ...bytes]);
const BODY = [0x11, 0x22, 0x33, 0x44, 0x55];

describe('what an Opus packet says of its sound', () => {
  it('is silence where nothing is transmitted', () => {
    expect(hasVoice(Uint8Array.from([]))).toBe(false);
    expect(hasVoice(packet(1))).toBe(false);
    // What libopus writes for digital silence in CELT.
    expect(hasVoice(packet(31, 0xff, 0xfe))).toBe(false);
  });

  it('is sound for a CELT frame of any length', () => {
    expect(hasVoice(packet(31, ...BODY))).toBe(true);
    expect(hasVoice(packet(16, ...BODY))).toBe(true);
  });

  it.each([
    ['SILK of 20 ms', 9, 0x80, 0x7f],
    ['SILK of 10 ms', 8, 0x80, 0x7f],
    ['SILK of 40 ms, by either of its frames', 10, 0x40, 0x3f],
    ['SILK of 60 ms, by any of its frames', 11, 0x20, 0x1f],
    ['hybrid', 15, 0x80, 0x7f],
  ])('is what its flags say for %s', (_name, configuration, active, silent) => {
    expect(hasVoice(packet(configuration, active, ...BODY))).toBe(true);
    expect(hasVoice(packet(configuration, silent, ...BODY))).toBe(false);
  });

  it('is sound where a packet has several frames', () => {
    expect(hasVoice(Uint8Array.from([(9 << 3) | 0x01, 0x00, ...BODY]))).toBe(true);
  });
});
