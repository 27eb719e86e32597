import { leastLate } from './packet-timing.js';

describe('the packet that was held up least', () => {
  it('is the one that came soonest after what its timestamp says', () => {
    const packets = [
      { at: 1_000, rtpTimestamp: 0 },
      { at: 1_012, rtpTimestamp: 960 },
      { at: 1_045, rtpTimestamp: 1_920 },
    ];
    expect(leastLate(packets, 48_000)).toBe(packets[1]);
  });

  it('is found across the end of the timestamps', () => {
    const packets = [
      { at: 1_000, rtpTimestamp: 0xffff_ff00 },
      { at: 1_015, rtpTimestamp: 960 - 256 },
    ];
    expect(leastLate(packets, 48_000)).toBe(packets[1]);
  });

  it('is none of none', () => {
    expect(leastLate([], 90_000)).toBeUndefined();
  });
});
