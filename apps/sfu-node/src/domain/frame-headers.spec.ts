import { readPayload } from './frame-headers.js';

/** A keyframe's first bytes: frame tag with the keyframe bit clear, start code, 640 and 360 with scaling bits set. */
const VP8_KEYFRAME = Buffer.from([0x50, 0x00, 0x00, 0x9d, 0x01, 0x2a, 0x80, 0x42, 0x68, 0x41]);
/** Parameter sets that ffmpeg's libx264 wrote: constrained baseline, and high with cropping on both sides. */
const SPS_360P = Buffer.from('6742c01eda0280bfe5c044000003000400000300f03c58ba80', 'hex');
const SPS_720P = Buffer.from('6742c01fda014016ec0440000003004000000f03c60ca8', 'hex');
const SPS_480P_HIGH = Buffer.from('6764001facd940d83de6f0110000030001000003003c0f183196', 'hex');

describe('what a payload says of its picture', () => {
  it('is the size, where VP8 starts a keyframe, with and without the descriptor’s extensions', () => {
    const plain = Buffer.concat([Buffer.from([0x10]), VP8_KEYFRAME]);
    expect(readPayload('VP8', plain)).toEqual({ temporalLayer: 0, size: { width: 640, height: 360 } });
    const extended = Buffer.concat([Buffer.from([0x90, 0xe0, 0x81, 0x23, 0x07, 0x80]), VP8_KEYFRAME]);
    expect(readPayload('VP8', extended)).toEqual({ temporalLayer: 2, size: { width: 640, height: 360 } });
    const shortPictureId = Buffer.concat([Buffer.from([0x90, 0x80, 0x23]), VP8_KEYFRAME]);
    expect(readPayload('VP8', shortPictureId)).toEqual({ temporalLayer: 0, size: { width: 640, height: 360 } });
  });

  it('is no size in the middle of a VP8 frame, in a later partition, or where the start code is missing', () => {
    expect(readPayload('VP8', Buffer.concat([Buffer.from([0x00]), VP8_KEYFRAME]))).toEqual({ temporalLayer: 0 });
    expect(readPayload('VP8', Buffer.concat([Buffer.from([0x11]), VP8_KEYFRAME]))).toEqual({ temporalLayer: 0 });
    const damaged = Buffer.concat([Buffer.from([0x10]), VP8_KEYFRAME.with(3, 0)]);
    expect(readPayload('VP8', damaged)).toEqual({ temporalLayer: 0 });
  });

  it('is the size in an H.264 parameter set, alone or aggregated, cropping applied', () => {
    expect(readPayload('H264', SPS_720P)?.size).toEqual({ width: 1280, height: 720 });
    expect(readPayload('H264', SPS_480P_HIGH)?.size).toEqual({ width: 854, height: 480 });
    const length = Buffer.from([0, SPS_360P.length]);
    const aggregated = Buffer.concat([Buffer.from([24, 0, 2, 9, 16]), length, SPS_360P]);
    expect(readPayload('H264', aggregated)?.size).toEqual({ width: 640, height: 360 });
    expect(readPayload('H264', Buffer.from([0x7c, 0x85, 1, 2, 3]))).toEqual({ temporalLayer: 0 });
  });

  it('is nothing for what is empty, and never an error for what is cut short or made of chance', () => {
    for (const codec of ['VP8', 'H264'] as const) {
      expect(readPayload(codec, Buffer.alloc(0))).toBeUndefined();
      for (const whole of [
        SPS_720P,
        Buffer.concat([Buffer.from([0x90, 0xf0, 0x81, 0x23, 0x07, 0x80]), VP8_KEYFRAME]),
      ]) {
        for (let end = 1; end < whole.length; end += 1)
          expect(() => readPayload(codec, whole.subarray(0, end))).not.toThrow();
      }
      for (let seed = 1; seed < 1_000; seed += 1) {
        const noise = Buffer.from(
          Array.from({ length: seed % 40 }, (_, index) => (Math.imul(seed, 2654435761 + index * 97) >>> 9) & 0xff),
        );
        expect(() => readPayload(codec, noise)).not.toThrow();
        expect(() => readPayload(codec, Buffer.concat([Buffer.from([0x67]), noise]))).not.toThrow();
      }
    }
  });
});
