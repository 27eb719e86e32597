const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** A key signs for this long. */
export const KEY_LIFETIME_MS = 30 * DAY_MS;
/** A key is in the JWKS this long before it signs, so that every verifier's cache (10 minutes at most) holds it by then. */
export const PUBLISH_AHEAD_MS = 60 * MINUTE_MS;
/** The longest-lived token, a guest's or a service's, plus a margin for clocks. */
export const LONGEST_TOKEN_MS = 12 * 60 * MINUTE_MS + 5 * MINUTE_MS;

export interface ScheduledKey {
  /** `key_…`, the `kid` of its tokens. */
  readonly kid: string;
  readonly activeFrom: Date;
  /** False where its private half could not be opened: it only verifies. */
  readonly canSign: boolean;
}

/** The key that signs now: the newest of those that may already. */
export function signingKey<K extends ScheduledKey>(keys: readonly K[], now: Date): K | undefined {
  return newestFirst(keys).find((key) => key.canSign && key.activeFrom <= now);
}

/**
 * When a key is to be made, and from when it signs.
 *
 * @returns undefined where the keys there are suffice.
 */
export function keyDue(keys: readonly ScheduledKey[], now: Date): { readonly activeFrom: Date } | undefined {
  const usable = newestFirst(keys).filter((key) => key.canSign);
  if (signingKey(usable, now) === undefined) return { activeFrom: now };
  const newest = usable[0];
  if (newest === undefined) return { activeFrom: now };
  const successorFrom = newest.activeFrom.getTime() + KEY_LIFETIME_MS;
  if (successorFrom - PUBLISH_AHEAD_MS > now.getTime()) return undefined;
  return { activeFrom: new Date(Math.max(successorFrom, now.getTime() + PUBLISH_AHEAD_MS)) };
}

/** Keys whose last token has expired: a successor took over, and the longest life of a token has passed since. */
export function outlivedKeys<K extends ScheduledKey>(keys: readonly K[], now: Date): readonly K[] {
  const current = signingKey(keys, now);
  if (current === undefined) return [];
  return keys.filter((key) => {
    if (key.kid === current.kid || key.activeFrom > now) return false;
    const tookOver = keys.filter(
      (other) => other.canSign && other.activeFrom > key.activeFrom && other.activeFrom <= now,
    );
    const since = Math.min(...tookOver.map((other) => other.activeFrom.getTime()));
    return now.getTime() - since > LONGEST_TOKEN_MS;
  });
}

function newestFirst<K extends ScheduledKey>(keys: readonly K[]): readonly K[] {
  return keys.toSorted((a, b) => b.activeFrom.getTime() - a.activeFrom.getTime() || (a.kid < b.kid ? -1 : 1));
}
