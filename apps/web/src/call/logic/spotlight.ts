/** Milliseconds for which the large tile stays with a speaker at least. */
const MINIMUM_HOLD = 3_000;

/** Who is large. */
export interface Spotlight {
  readonly id: string | null;
  readonly since: number;
}

export const NO_SPOTLIGHT: Spotlight = { id: null, since: 0 };

/**
 * Chooses whom the spotlight shows: it keeps its speaker while they speak and for three seconds at least, never shows oneself while
 * somebody else is there, and falls back to who has been here longest.
 *
 * @param others ids of the others, longest here first
 * @param speaking ids that speak now, loudest first
 */
export function nextSpotlight(
  current: Spotlight,
  others: readonly string[],
  speaking: readonly string[],
  now: number,
): Spotlight {
  const here = current.id !== null && others.includes(current.id);
  if (here && (speaking.includes(current.id ?? '') || now - current.since < MINIMUM_HOLD)) return current;
  const speaker = speaking.find((id) => others.includes(id));
  if (speaker !== undefined) return { id: speaker, since: now };
  if (here) return current;
  const longest = others[0];
  return longest === undefined ? NO_SPOTLIGHT : { id: longest, since: now };
}
