import { audioLevelExtension, readAudioLevel } from './audio-level-extension.js';

const FIXED = Buffer.from([0x90, 100, 0, 1, 0, 0, 0, 1, 0, 0, 0, 7]);
const packet = (...extension: number[]): Buffer => Buffer.concat([FIXED, Buffer.from(extension), Buffer.alloc(20, 9)]);

describe('the audio level of a packet', () => {
  it('is read as it was written', () => {
    const written = Buffer.concat([FIXED, audioLevelExtension(6, 30, true), Buffer.alloc(20)]);
    expect(readAudioLevel(written, 6)).toBe(30);
    expect(readAudioLevel(written, 5)).toBeUndefined();
  });

  it('is found among other extensions, of either form', () => {
    expect(readAudioLevel(packet(0xbe, 0xde, 0, 2, 0x12, 1, 2, 3, 0, 0x60, 0xa5, 0), 6)).toBe(0x25);
    expect(readAudioLevel(packet(0x10, 0x00, 0, 2, 1, 2, 8, 8, 6, 1, 0x7f, 0), 6)).toBe(127);
  });

  it('is not found where there is none', () => {
    expect(readAudioLevel(Buffer.concat([FIXED.with(0, 0x80), Buffer.alloc(20)]), 6)).toBeUndefined();
    expect(readAudioLevel(packet(0x12, 0x34, 0, 1, 0x60, 5, 0, 0), 6)).toBeUndefined();
    expect(readAudioLevel(FIXED, 6)).toBeUndefined();
    expect(readAudioLevel(packet(0xbe, 0xde, 0, 0), 6)).toBeUndefined();
  });
});
