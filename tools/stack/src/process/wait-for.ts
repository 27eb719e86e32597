import { setTimeout as delay } from 'node:timers/promises';

export interface WaitOptions {
  /** What is waited for, for the error. */
  readonly what?: string;
  /** Milliseconds until giving up. */
  readonly timeoutMs?: number;
  /** Milliseconds between two looks. */
  readonly intervalMs?: number;
}

/**
 * Looks until something is the case: until `look` returns other than false, null or undefined.
 * @returns what `look` returned
 * @throws Error when it did not become so in time, with the reason why `look` threw the last time, if it did
 */
export async function waitFor<T>(
  look: () => T | Promise<T>,
  { what = 'the condition', timeoutMs = 10_000, intervalMs = 25 }: WaitOptions = {},
): Promise<Exclude<T, false | null | undefined>> {
  const deadline = performance.now() + timeoutMs;
  let reason: unknown;
  for (;;) {
    try {
      const seen = await look();
      if (seen !== false && seen !== null && seen !== undefined) return seen as Exclude<T, false | null | undefined>;
      reason = undefined;
    } catch (error) {
      reason = error;
    }
    if (performance.now() >= deadline) throw new Error(`${what}: not within ${timeoutMs / 1000} s`, { cause: reason });
    await delay(intervalMs);
  }
}
