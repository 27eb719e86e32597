import { RtpContinuity } from './rtp-continuity.js';

describe('the RTP stream of a publisher', () => {
  it('keeps order and gaps of what it is given', () => {
    const stream = new RtpContinuity(48_000);
    const sequences = [65_534, 65_535, 1, 0, 2].map((sequence) => stream.place({ sequence, timestamp: 0 }, 0).sequence);
    expect(sequences).toEqual([0, 1, 3, 2, 4]);
  });

  it('goes on without a hole after a new connection, as much later as time passed', () => {
    const stream = new RtpContinuity(48_000);
    stream.place({ sequence: 100, timestamp: 5_000 }, 0);
    const last = stream.place({ sequence: 101, timestamp: 5_960 }, 20);
    stream.restart();
    const next = stream.place({ sequence: 40_000, timestamp: 4_000_000_000 }, 1_020);
    expect(next).toEqual({ sequence: last.sequence + 1, timestamp: last.timestamp + 48_000 });
    expect(stream.place({ sequence: 40_001, timestamp: 4_000_000_960 }, 1_040)).toEqual({
      sequence: last.sequence + 2,
      timestamp: last.timestamp + 48_960,
    });
  });

  it('wraps around with both counters', () => {
    const stream = new RtpContinuity(90_000);
    stream.place({ sequence: 0, timestamp: 0 }, 0);
    const before = stream.place({ sequence: 65_535, timestamp: 0xffff_ffff }, 10);
    const after = stream.place({ sequence: 0, timestamp: 2_999 }, 43);
    expect([before.sequence, after.sequence]).toEqual([65_535, 0]);
    expect(after.timestamp).toBe(2_999);
  });
});
