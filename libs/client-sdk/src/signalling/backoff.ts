/** Waits between tries: 250 ms, doubling to 2 s. */
const FIRST_MS = 250;
const LONGEST_MS = 2000;

/**
 * How long to wait before another try, with jitter so that a server that comes back is not stormed.
 *
 * @param attempt 1 for the first wait
 * @param random 0 to 1
 * @returns milliseconds: half to the whole of the doubled wait
 */
export function backoffMs(attempt: number, random: number = Math.random()): number {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1));
  return whole / 2 + (whole / 2) * random;
}
