import type { ClockPoint } from './recording-manifest.js';

/** When the packet with an RTP timestamp was sent; milliseconds since the epoch. */
export interface ClockReading {
  readonly atMs: number;
  /** 32 bits. */
  readonly rtpTimestamp: number;
}

/** A later packet that is this much later than its timestamp says has not been held up: the sender's clock stood still. */
const PAUSE_MS = 200;
/** What is less is jitter. */
const NOISE_MS = 5;

/**
 * Which time of a file was when. Packets come late now and then and never early, so of two readings in a row the less late
 * one counts.
 * @param readings in order; the first is of the file's first packet
 * @param clockRate RTP ticks a second
 * @returns with times since the epoch; empty for a file that no packet was sent for
 */
export function segmentClock(readings: readonly ClockReading[], clockRate: number): ClockPoint[] {
  const [first] = readings;
  if (!first) return [];
  const measured = unwrapped(readings, clockRate).map((mediaMs, index) => ({
    mediaMs,
    lateMs: (readings[index]?.atMs ?? 0) - mediaMs,
  }));
  const points: ClockPoint[] = [];
  let offset: number | undefined;
  for (const [index, { mediaMs, lateMs }] of measured.entries()) {
    const next = measured[index + 1]?.lateMs;
    const lessLate = next !== undefined && Math.abs(next - lateMs) < PAUSE_MS ? Math.min(lateMs, next) : lateMs;
    if (offset === undefined) {
      points.push({ mediaMs: 0, atMs: lessLate });
    } else if (Math.abs(lessLate - offset) < NOISE_MS) {
      continue;
    } else {
      // A pause lies between the two packets, not spread over all that was sent before.
      if (Math.abs(lessLate - offset) >= PAUSE_MS && mediaMs > (points.at(-1)?.mediaMs ?? 0) + 1)
        points.push({ mediaMs: mediaMs - 1, atMs: mediaMs - 1 + offset });
      points.push({ mediaMs, atMs: mediaMs + lessLate });
    }
    offset = lessLate;
  }
  return points;
}

/** Milliseconds since the first reading by the sender's clock, whose timestamps wrap around. */
function unwrapped(readings: readonly ClockReading[], clockRate: number): number[] {
  let ticks = 0;
  return readings.map(({ rtpTimestamp }, index) => {
    ticks += index === 0 ? 0 : (rtpTimestamp - (readings[index - 1]?.rtpTimestamp ?? 0)) | 0;
    return (ticks * 1000) / clockRate;
  });
}
