import { limitsOf, PROFILE_NAMES, VIDEO_CODECS, type ProfileName } from './profiles.js';
import { heightOf, layerSizes, publisherLimits, videoEncodings, type PictureSize } from './publishing.js';

const HD: PictureSize = { width: 1280, height: 720 };
const FULL_HD: PictureSize = { width: 1920, height: 1080 };
const camera = (capture: PictureSize, profile: ProfileName) =>
  ({ source: 'CAMERA', codec: 'VP8', capture, limits: limitsOf(profile, 'VP8') }) as const;

describe('what a publisher sends', () => {
  it('has as many layers as Chromium sends for the picture', () => {
    const counts = [
      [{ width: 320, height: 180 }, 1],
      [{ width: 640, height: 360 }, 2],
      [{ width: 960, height: 540 }, 3],
      [HD, 3],
    ] as const;
    for (const [capture, count] of counts) expect(videoEncodings(camera(capture, 'HIGH'))).toHaveLength(count);
  });

  it.each(PROFILE_NAMES)('stays under the cap, height and frame rate of %s, whatever the camera gives', (profile) => {
    for (const codec of VIDEO_CODECS) {
      const limits = limitsOf(profile, codec);
      for (const capture of [{ width: 320, height: 180 }, HD, FULL_HD, { width: 1080, height: 1920 }]) {
        const choice = { source: 'CAMERA', codec, capture, limits } as const;
        const sum = videoEncodings(choice).reduce((total, encoding) => total + encoding.maxBitrate, 0);
        expect(sum).toBeLessThanOrEqual(limits.maxBitrate * 0.9);
        for (const encoding of videoEncodings(choice)) {
          expect(heightOf(capture) / encoding.scaleResolutionDownBy).toBeLessThanOrEqual(limits.maxHeight);
          expect(encoding.maxFramerate).toBeLessThanOrEqual(limits.maxFrameRate);
        }
      }
    }
  });

  it('keeps the lower layers and stops the top one when a profile lowers what three encodings were negotiated for', () => {
    const encodings = videoEncodings({ ...camera(HD, 'LOW'), negotiated: 3 });
    expect(encodings.map(({ active, scaleResolutionDownBy }) => active && 720 / scaleResolutionDownBy)).toEqual([
      180,
      360,
      false,
    ]);
  });

  it('is not sent above the highest layer that anybody takes, and not at all when nobody takes any', () => {
    const active = (maxSpatialLayer: number) =>
      videoEncodings({ ...camera(HD, 'HIGH'), maxSpatialLayer }).map((encoding) => encoding.active);
    expect(active(2)).toEqual([true, true, true]);
    expect(active(0)).toEqual([true, false, false]);
    expect(active(-1)).toEqual([false, false, false]);
  });

  it('counts height on the shorter side, so that an upright phone sends as much as a lying one', () => {
    expect(layerSizes(camera({ width: 720, height: 1280 }, 'MEDIUM')).at(-1)).toEqual({ width: 480, height: 853 });
  });

  it('divides the cap between camera and screen while both are sent', () => {
    const both = ['CAMERA', 'SCREEN'] as const;
    const ofCamera = publisherLimits('HIGH', 'VP8', 'CAMERA', both);
    const ofScreen = publisherLimits('HIGH', 'VP8', 'SCREEN', both);
    expect(ofCamera.maxBitrate + ofScreen.maxBitrate).toBe(2_000_000);
    expect(publisherLimits('HIGH', 'VP8', 'SCREEN', ['SCREEN']).maxBitrate).toBe(2_000_000);
  });
});
