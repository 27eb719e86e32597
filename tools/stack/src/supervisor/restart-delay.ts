const FIRST_MS = 250;
const LONGEST_MS = 10_000;

/**
 * How long to wait before a service that ended by itself is started again: not at all the first time, then ever longer
 * until it becomes ready once.
 * @param failures how often it has ended in a row without having been ready
 * @returns milliseconds
 */
export function restartDelay(failures: number): number {
  return failures === 0 ? 0 : Math.min(FIRST_MS * 2 ** (failures - 1), LONGEST_MS);
}
