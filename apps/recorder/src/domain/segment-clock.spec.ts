import { segmentClock } from './segment-clock.js';

const at = (atMs: number, rtpTimestamp: number) => ({ atMs, rtpTimestamp });

describe('the clock of a file', () => {
  it('begins with its first packet', () => {
    expect(segmentClock([at(5_000, 96_000)], 48_000)).toEqual([{ mediaMs: 0, atMs: 5_000 }]);
    expect(segmentClock([], 48_000)).toEqual([]);
  });

  it('is not thrown off by a packet that was held up', () => {
    const readings = [at(5_030, 0), at(6_000, 48_000), at(7_024, 96_000), at(8_001, 144_000)];
    expect(segmentClock(readings, 48_000)).toEqual([{ mediaMs: 0, atMs: 5_000 }]);
  });

  it('follows a sender whose clock runs slow', () => {
    const readings = Array.from({ length: 11 }, (_, index) => at(index * 60_006, index * 60_000 * 48));
    expect(segmentClock(readings, 48_000).at(-1)).toEqual({ mediaMs: 600_000, atMs: 600_060 });
  });

  it('keeps a pause in which the timestamps stood still where it was', () => {
    const readings = [at(0, 0), at(10_000, 480_000), at(40_020, 480_960), at(44_980, 720_000)];
    expect(segmentClock(readings, 48_000)).toEqual([
      { mediaMs: 0, atMs: 0 },
      { mediaMs: 10_019, atMs: 10_019 },
      { mediaMs: 10_020, atMs: 40_000 },
    ]);
  });

  it('goes on across the end of the timestamps', () => {
    const readings = [at(0, 0xffff_ffff - 47_999), at(1_020, 960), at(1_521, 24_960)];
    expect(segmentClock(readings, 48_000)).toEqual([{ mediaMs: 0, atMs: 0 }]);
  });
});
