/** What a receiver's video is to it; the order in which bandwidth is given (audio comes before all of them and is never asked). */
export const RANKS = ['SCREEN', 'SPEAKER', 'OTHER'] as const;
export type Rank = (typeof RANKS)[number];

/** One quality that a video can be had in. */
export interface VideoStep {
  readonly spatial: number;
  readonly temporal: number;
  /** What it needs of the path. bit/s */
  readonly bitrate: number;
}

/** A video that a receiver shows. */
export interface WantedVideo {
  readonly trackId: string;
  readonly rank: Rank;
  /** Pixels that it fills on the receiver's screen; among the same rank the larger comes first. */
  readonly area: number;
  /** From the least to what fits the receiver's screen and profile; never empty. */
  readonly steps: readonly VideoStep[];
}

/** By track id: which step is given; -1: none, the video pauses. */
export type Levels = ReadonlyMap<string, number>;

/** The order in which videos get bandwidth, and the reverse of the one in which they lose it. */
export function byRank(wanted: readonly WantedVideo[]): WantedVideo[] {
  return wanted.toSorted(
    (a, b) =>
      RANKS.indexOf(a.rank) - RANKS.indexOf(b.rank) || b.area - a.area || a.trackId.localeCompare(b.trackId, 'en'),
  );
}

/**
 * Divides a budget: first everybody's least step in the order of ranks, then in the same order each as good as it can be. So
 * when it shrinks the rest loses quality first, then the active speaker, then the screen; and pauses in the same order.
 *
 * @param budget bit/s for all video together
 */
export function divide(wanted: readonly WantedVideo[], budget: number): Levels {
  const order = byRank(wanted);
  const levels = new Map<string, number>();
  let left = budget;
  for (const { trackId, steps } of order) {
    const least = steps[0]?.bitrate ?? Infinity;
    const fits = least <= left;
    levels.set(trackId, fits ? 0 : -1);
    if (fits) left -= least;
  }
  for (const { trackId, steps } of order) {
    const level = levels.get(trackId) ?? -1;
    if (level < 0) continue;
    const free = left + bitrateAt(steps, level);
    const best = steps.findLastIndex(({ bitrate }) => bitrate <= free);
    if (best <= level) continue;
    left = free - bitrateAt(steps, best);
    levels.set(trackId, best);
  }
  return levels;
}

/** What levels cost together. bit/s */
export function costOf(wanted: readonly WantedVideo[], levels: Levels): number {
  return wanted.reduce((sum, { trackId, steps }) => sum + bitrateAt(steps, levels.get(trackId) ?? -1), 0);
}

/** What levels would cost with the cheapest of all betterments; Infinity: nothing is left to better. bit/s */
export function costOfBetter(wanted: readonly WantedVideo[], levels: Levels): number {
  const more = wanted.map(({ trackId, steps }) => {
    const level = levels.get(trackId) ?? -1;
    return (steps[level + 1]?.bitrate ?? Infinity) - bitrateAt(steps, level);
  });
  return costOf(wanted, levels) + Math.min(...more);
}

/** What everything that is wanted costs together. bit/s */
export function fullCost(wanted: readonly WantedVideo[]): number {
  return wanted.reduce((sum, { steps }) => sum + bitrateAt(steps, steps.length - 1), 0);
}

function bitrateAt(steps: readonly VideoStep[], level: number): number {
  return level < 0 ? 0 : (steps[Math.min(level, steps.length - 1)]?.bitrate ?? 0);
}
