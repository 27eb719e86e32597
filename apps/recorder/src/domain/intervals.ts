import type { Interval } from './recording-manifest.js';

const isNotEmpty = ({ fromMs, toMs }: Interval): boolean => toMs > fromMs;

/** The same moments in order, none twice; ranges at most `bridgeMs` apart become one. */
export function united(ranges: readonly Interval[], bridgeMs = 0): Interval[] {
  const result: Interval[] = [];
  for (const range of ranges.filter(isNotEmpty).toSorted((a, b) => a.fromMs - b.fromMs)) {
    const last = result.at(-1);
    if (last && range.fromMs <= last.toMs + bridgeMs)
      result[result.length - 1] = { fromMs: last.fromMs, toMs: Math.max(last.toMs, range.toMs) };
    else result.push(range);
  }
  return result;
}

/** The moments in both. */
export function intersected(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  const others = united(b);
  return united(a).flatMap((range) =>
    others
      .map(({ fromMs, toMs }) => ({ fromMs: Math.max(fromMs, range.fromMs), toMs: Math.min(toMs, range.toMs) }))
      .filter(isNotEmpty),
  );
}

/** The moments of `a` that are not in `b`. */
export function without(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  const taken = united(b);
  const edges = [-Infinity, ...taken.flatMap(({ fromMs, toMs }) => [fromMs, toMs]), Infinity];
  const free: Interval[] = [];
  for (let index = 0; index + 1 < edges.length; index += 2)
    free.push({ fromMs: edges[index] ?? 0, toMs: edges[index + 1] ?? 0 });
  return intersected(a, free);
}

/** Whether the moment is in one of the ranges. */
export function includes(ranges: readonly Interval[], ms: number): boolean {
  return ranges.some(({ fromMs, toMs }) => fromMs <= ms && ms < toMs);
}
