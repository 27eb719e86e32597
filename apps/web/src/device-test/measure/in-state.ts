/** Something whose changes are told. */
interface Watched {
  readonly subscribe: (listener: () => void) => () => void;
}

/**
 * Waits for a condition.
 *
 * @param withinMs how long
 * @returns whether it came true; false as well when `signal` is aborted
 */
export function inState(
  watched: Watched,
  condition: () => boolean,
  withinMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (outcome: boolean) => {
      clearTimeout(timer);
      unsubscribe();
      signal.removeEventListener('abort', abort);
      resolve(outcome);
    };
    const abort = () => settle(false);
    const look = () => {
      if (condition()) settle(true);
    };
    const timer = setTimeout(() => settle(false), withinMs);
    const unsubscribe = watched.subscribe(look);
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
    else look();
  });
}
