import { MediaClock } from './media-clock.js';

describe('when a file’s times were', () => {
  it('is its start plus its own time, where nothing else is known', () => {
    const clock = new MediaClock({ startMs: 1500, clock: [{ mediaMs: 0, atMs: 1500 }] });
    expect(clock.at(250)).toBe(1750);
    expect(clock.expression).toBe('1.500000+1.000000000000*max(0,T-0.000000)');
  });

  it('follows a sender whose clock is slow, in one line however many points there are', () => {
    const points = Array.from({ length: 720 }, (_, index) => ({ mediaMs: index * 5000, atMs: 100 + index * 5000.5 }));
    const clock = new MediaClock({ startMs: 100, clock: points });
    expect(clock.at(3_595_000)).toBeCloseTo(100 + 719 * 5000.5, 3);
    expect(clock.expression.split('+')).toHaveLength(3);
  });

  it('follows a jump, and goes on evenly after the last point', () => {
    const clock = new MediaClock({
      startMs: 0,
      clock: [0, 1000, 2000, 3000].map((mediaMs) => ({ mediaMs, atMs: mediaMs < 2000 ? mediaMs : mediaMs + 4000 })),
    });
    expect(clock.at(500)).toBeCloseTo(500);
    expect(clock.at(2500)).toBeCloseTo(6500);
    expect(clock.at(4000)).toBeCloseTo(8000);
  });

  it('is not led astray by points out of order', () => {
    const clock = new MediaClock({
      startMs: 0,
      clock: [
        { mediaMs: 1000, atMs: 1000 },
        { mediaMs: 500, atMs: 9000 },
        { mediaMs: 2000, atMs: 2000 },
      ],
    });
    expect(clock.at(1500)).toBeCloseTo(1500);
  });
});
