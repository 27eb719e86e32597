import { useCallback, useEffect, useRef, useState } from 'react';
import type { Loaded } from '../../app/use-load.js';

/** Milliseconds between looks at what is still changing. */
const EVERY = 3_000;

/**
 * Loads something, and again every few seconds for as long as it is not settled and somebody looks at the page. What was
 * loaded stays in view meanwhile, also when a later try fails.
 */
export function useRefreshed<T>(
  load: () => Promise<T>,
  isSettled: (value: T) => boolean,
): readonly [Loaded<T>, () => void] {
  const [state, setState] = useState<Loaded<T>>({ kind: 'loading' });
  const turn = useRef(0);
  const refresh = useCallback(() => {
    const mine = ++turn.current;
    load().then(
      (value) => {
        if (mine === turn.current) setState({ kind: 'ready', value });
      },
      (error: unknown) => {
        if (mine !== turn.current) return;
        // A new object each time, so that what is still changing is looked at again.
        setState((before) => (before.kind === 'ready' ? { ...before } : { kind: 'failed', error }));
      },
    );
  }, [load]);
  useEffect(() => {
    refresh();
    return () => {
      turn.current += 1;
    };
  }, [refresh]);
  useEffect(() => {
    if (state.kind !== 'ready' || isSettled(state.value)) return undefined;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') refresh();
    }, EVERY);
    return () => clearInterval(timer);
  }, [state, isSettled, refresh]);
  return [state, refresh];
}
