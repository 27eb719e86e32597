import { loudness } from './level-meter.js';

const sine = (amplitude: number) => Float32Array.from({ length: 1024 }, (_, index) => amplitude * Math.sin(index / 7));

describe('loudness', () => {
  it('is 0 for silence and never above 1', () => {
    expect(loudness(new Float32Array(1024))).toBe(0);
    expect(loudness(new Float32Array(1024).fill(1))).toBe(1);
  });

  it('goes by decibels: ten times the amplitude is 20 dB, a third of the scale', () => {
    expect(loudness(sine(0.5)) - loudness(sine(0.05))).toBeCloseTo(20 / 60, 2);
  });
});
