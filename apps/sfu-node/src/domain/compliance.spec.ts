import { limitsOf } from '@videocall/quality-profiles';
import { allowedTemporalLayers, isServable, type LayerUse } from './compliance.js';

const LOW = limitsOf('LOW', 'VP8');
const use = (height: number, bitrate: number, frameRates = [7.5, 15, 30], byteShares = [0.4, 0.6, 1]): LayerUse => ({
  measured: { size: { width: (height * 16) / 9, height }, frameRates, byteShares },
  bitrate,
});

describe('what may be given to receivers', () => {
  it('is each layer up to the temporal layer that keeps to the limits', () => {
    expect(allowedTemporalLayers([use(180, 100_000), use(360, 400_000), use(720, 900_000)], LOW)).toEqual([1, 1, -1]);
  });

  it('is less where the bitrate is above the cap, by the part that upper temporal layers have', () => {
    expect(allowedTemporalLayers([use(360, 900_000)], LOW)).toEqual([1]);
    expect(allowedTemporalLayers([use(360, 1_200_000)], LOW)).toEqual([0]);
    expect(allowedTemporalLayers([use(360, 2_000_000)], LOW)).toEqual([-1]);
  });

  it('is nothing of a single stream that is too large, too fast or too heavy', () => {
    const single = (height: number, bitrate: number, frameRate: number) => [use(height, bitrate, [frameRate], [1])];
    expect(isServable(single(360, 400_000, 15), LOW)).toBe(true);
    expect(isServable(single(720, 400_000, 15), LOW)).toBe(false);
    expect(isServable(single(360, 600_000, 15), LOW)).toBe(false);
    expect(isServable(single(360, 400_000, 24), LOW)).toBe(false);
  });

  it('is everything that was not measured yet', () => {
    expect(isServable([{ measured: undefined, bitrate: 5_000_000 }], LOW)).toBe(true);
  });
});
