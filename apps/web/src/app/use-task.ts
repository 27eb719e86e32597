import { useCallback, useRef, useState } from 'react';

/** Its run, and how that goes. */
export interface Task<A extends readonly unknown[] = []> {
  readonly run: (...args: A) => Promise<void>;
  readonly pending: boolean;
  readonly error: unknown;
  readonly clearError: () => void;
}

/** Something that a press starts and that takes a while: pending once at a time, its failure kept until the next try. */
export function useTask<A extends readonly unknown[]>(work: (...args: A) => Promise<unknown>): Task<A> {
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(undefined);
  const busy = useRef(false);
  const run = useCallback(
    async (...args: A) => {
      if (busy.current) return;
      busy.current = true;
      setPending(true);
      setError(undefined);
      await work(...args).catch(setError);
      busy.current = false;
      setPending(false);
    },
    [work],
  );
  const clearError = useCallback(() => setError(undefined), []);
  return { run, pending, error, clearError };
}
