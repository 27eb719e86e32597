import { BandEnergy, findMarker, MARKER_HERTZ, PULSE_MS, PULSES_AT } from './marker.js';

const RATE = 48_000;

/** Sound with the marker at a time in milliseconds, and something else over all of it. */
function sound(markerAt: number | undefined, other: (time: number) => number, lengthMs = 4_000): Float32Array {
  return Float32Array.from({ length: (RATE * lengthMs) / 1000 }, (_, index) => {
    const time = (index * 1000) / RATE;
    const within =
      markerAt !== undefined && PULSES_AT.some((at) => time >= markerAt + at && time < markerAt + at + PULSE_MS);
    return other(time) + (within ? 0.2 * Math.sin((2 * Math.PI * MARKER_HERTZ * time) / 1000) : 0);
  });
}

/** Noise, the same in every run. */
function noise(loudness: number): () => number {
  let state = 7;
  return () => {
    state = (state * 16_807) % 2_147_483_647;
    return loudness * (state / 1_073_741_823.5 - 1);
  };
}

function found(samples: Float32Array): number | undefined {
  const energy = new BandEnergy(RATE);
  for (let at = 0; at < samples.length; at += 1_000) energy.add(samples.subarray(at, at + 1_000));
  return findMarker(energy.blocks);
}

describe('the marker', () => {
  it.each([0, 1_037, 2_500])('is found where it is: at %d ms', (at) => {
    expect(Math.abs((found(sound(at, noise(0.05))) ?? NaN) - at)).toBeLessThanOrEqual(5);
  });

  it('is found among other tones', () => {
    const tone = (time: number) => 0.2 * Math.sin((2 * Math.PI * 450 * time) / 1000);
    expect(Math.abs((found(sound(1_200, tone)) ?? NaN) - 1_200)).toBeLessThanOrEqual(5);
  });

  it.each([
    ['in silence', () => 0],
    ['in noise', noise(0.3)],
    ['in its own tone without pauses', (time: number) => 0.2 * Math.sin((2 * Math.PI * MARKER_HERTZ * time) / 1000)],
  ])('is not found %s', (_, other) => {
    expect(found(sound(undefined, other))).toBeUndefined();
  });

  it('is not found where it is cut off', () => {
    expect(found(sound(3_600, noise(0.01)))).toBeUndefined();
  });
});
