import { RateWindow } from './rate-window.js';

describe('a bitrate over the last seconds', () => {
  it('is what the counters rose by, and forgets what is older', () => {
    const rate = new RateWindow(4_000);
    rate.read(0, 0);
    expect(rate.bitsPerSecond).toBe(0);
    rate.read(1_000_000, 2_000);
    expect(rate.bitsPerSecond).toBe(4_000_000);
    rate.read(1_000_000, 4_000);
    rate.read(1_000_000, 6_000);
    expect(rate.bitsPerSecond).toBe(0);
  });

  it('starts anew with a stream whose counter did', () => {
    const rate = new RateWindow(4_000);
    rate.read(9_000, 0);
    rate.read(100, 1_000);
    rate.read(1_100, 2_000);
    expect(rate.bitsPerSecond).toBe(8_000);
  });
});
