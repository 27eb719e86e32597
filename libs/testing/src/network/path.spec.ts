import { describe, expect, it } from '@jest/globals';
import { CLEAR, Path } from './path.ts';

describe('a path', () => {
  it('that is clear delivers at once', () => {
    expect(new Path(CLEAR, 1).send(1_200, 50)).toBe(50);
  });

  it('delays, and never lets one packet overtake another', () => {
    const path = new Path({ ...CLEAR, delayMs: 100, jitterMs: 80 }, 7);
    const arrivals = Array.from({ length: 200 }, (_, sent) => path.send(100, sent) ?? NaN);
    expect(arrivals).toEqual(arrivals.toSorted((a, b) => a - b));
    arrivals.forEach((arrival, sent) => expect(arrival - sent).toBeGreaterThanOrEqual(100));
    expect(Math.max(...arrivals.map((arrival, sent) => arrival - sent))).toBeGreaterThan(150);
  });

  it('loses the part that it was told to, the same for the same seed', () => {
    const fates = (seed: number) => {
      const path = new Path({ ...CLEAR, lossPercent: 5 }, seed);
      return Array.from({ length: 20_000 }, (_, at) => path.send(100, at) === undefined);
    };
    expect(fates(3).filter((lost) => lost).length / 20_000).toBeCloseTo(0.05, 2);
    expect(fates(3)).toEqual(fates(3));
    expect(fates(3)).not.toEqual(fates(4));
  });

  it('carries no more than its bitrate, and drops what would wait too long', () => {
    const path = new Path({ ...CLEAR, bitrate: 400_000, queueMs: 200 }, 1);
    // 1 Mbit/s for a second, headers included.
    const arrivals = Array.from({ length: 125 }, (_, packet) => path.send(972, packet * 8));
    const arrived = arrivals.filter((arrival) => arrival !== undefined);
    expect(arrived.filter((arrival) => arrival <= 1_000)).toHaveLength(50);
    expect(path.counts).toEqual({ sent: 125, lost: 0, dropped: 125 - arrived.length });
    arrivals.forEach((arrival, packet) => expect((arrival ?? 0) - packet * 8).toBeLessThanOrEqual(220));
  });

  it('obeys new conditions with the next packet', () => {
    const path = new Path(CLEAR, 1);
    path.conditions = { ...CLEAR, lossPercent: 100 };
    expect(path.send(100, 0)).toBeUndefined();
    path.conditions = CLEAR;
    expect(path.send(100, 1)).toBe(1);
  });
});
