import type { ManifestSegment } from './recording-manifest.js';

/** What a picture may be off by at most for having left a point of the clock out. */
const TOLERANCE_MS = 5;

/** From here on one ms of the file takes `slope` ms of the recording. */
interface Knot {
  readonly mediaMs: number;
  readonly atMs: number;
  readonly slope: number;
}

/** Those points that a line through the others would miss by more than the tolerance (Ramer, Douglas, Peucker). */
function needed(points: readonly { mediaMs: number; atMs: number }[]): typeof points {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last || points.length < 3) return points;
  const slope = (last.atMs - first.atMs) / (last.mediaMs - first.mediaMs);
  const misses = points.map(({ mediaMs, atMs }) => Math.abs(atMs - first.atMs - slope * (mediaMs - first.mediaMs)));
  const worst = misses.indexOf(Math.max(...misses));
  if ((misses[worst] ?? 0) <= TOLERANCE_MS) return [first, last];
  return [...needed(points.slice(0, worst + 1)).slice(0, -1), ...needed(points.slice(worst))];
}

/**
 * When a captured file's times were on the recording's timeline. A sound card runs some 10 to 100 millionths off, which is
 * up to 360 ms in an hour: far more than lips may be off, so times follow what the sender's reports said.
 */
export class MediaClock {
  readonly #knots: readonly Knot[];

  constructor({ clock, startMs }: Pick<ManifestSegment, 'clock' | 'startMs'>) {
    const rising = [{ mediaMs: 0, atMs: startMs }, ...clock.filter(({ mediaMs }) => mediaMs > 0)].filter(
      ({ mediaMs }, index, all) => index === 0 || mediaMs > (all[index - 1]?.mediaMs ?? 0),
    );
    const points = needed(rising);
    this.#knots = points.map((point, index) => {
      const next = points[index + 1];
      return { ...point, slope: next ? (next.atMs - point.atMs) / (next.mediaMs - point.mediaMs) : 1 };
    });
  }

  /** @param mediaMs a time of the file, 0 or later */
  at(mediaMs: number): number {
    const knot = this.#knots.findLast((candidate) => candidate.mediaMs <= mediaMs) ?? this.#knots[0];
    return knot ? knot.atMs + knot.slope * (mediaMs - knot.mediaMs) : mediaMs;
  }

  /** The same as an expression of ffmpeg's in seconds, for `setpts` and `asetpts`. */
  get expression(): string {
    const seconds = (ms: number): string => (ms / 1000).toFixed(6);
    const [first] = this.#knots;
    if (!first) return 'T';
    const bends = this.#knots.map(({ mediaMs, slope }, index) => {
      const bend = slope - (this.#knots[index - 1]?.slope ?? 0);
      return `${bend.toFixed(12)}*max(0,T-${seconds(mediaMs)})`;
    });
    return [seconds(first.atMs), ...bends].join('+');
  }
}
