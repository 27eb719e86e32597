import { LayerSample } from './layer-sample.js';

const SIZE = { width: 640, height: 360 };

function sampleOf(frames: number, ticksApart: number, msApart: number, temporal: readonly number[] = [0]): LayerSample {
  const sample = new LayerSample();
  const start = 0xffff_ff00;
  for (let frame = 0; frame < frames; frame += 1) {
    const facts = { temporalLayer: temporal[frame % temporal.length] ?? 0, ...(frame === 0 ? { size: SIZE } : {}) };
    for (const bytes of [600, 400]) sample.add(facts, (start + frame * ticksApart) >>> 0, bytes, frame * msApart);
  }
  return sample;
}

describe('what is measured of a layer', () => {
  it('is its size and frame rate, also where timestamps wrap around', () => {
    const measured = sampleOf(31, 3_000, 33.3).measure(undefined);
    expect(measured?.size).toEqual(SIZE);
    expect(measured?.frameRates).toEqual([expect.closeTo(30, 1)]);
  });

  it('is the rate kept to by a sender that drops frames unevenly', () => {
    const sample = new LayerSample();
    // Every fourth frame of 20 a second is left out.
    const taken = Array.from({ length: 24 }, (_, frame) => frame).filter((frame) => frame % 4 !== 3);
    for (const frame of taken.slice(0, 15)) sample.add({ temporalLayer: 0 }, frame * 4_500, 500, frame * 50);
    expect(sample.measure(SIZE)?.frameRates).toEqual([expect.closeTo(15, 1)]);
  });

  it('is told for each temporal layer, with its part of the bytes', () => {
    const measured = sampleOf(40, 3_000, 33.3, [0, 2, 1, 2]).measure(undefined);
    expect(measured?.frameRates).toEqual([7.5, 15, 30].map((rate) => expect.closeTo(rate, 1)));
    expect(measured?.byteShares).toEqual([0.25, 0.5, 1]);
  });

  it('believes the clock where timestamps pretend to fewer frames', () => {
    expect(sampleOf(31, 9_000, 33.3).measure(undefined)?.frameRates).toEqual([expect.closeTo(30, 0)]);
  });

  it('is nothing where hardly anything came or no size was ever known', () => {
    expect(sampleOf(3, 3_000, 33).measure(undefined)).toBeUndefined();
    const sizeless = new LayerSample();
    for (let frame = 0; frame < 30; frame += 1) sizeless.add({ temporalLayer: 0 }, frame * 3_000, 500, frame * 33);
    expect(sizeless.measure(undefined)).toBeUndefined();
    expect(sizeless.measure(SIZE)?.size).toEqual(SIZE);
  });
});
