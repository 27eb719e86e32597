import { useCallback, useEffect, useRef, useState } from 'react';

export type Loaded<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: unknown };

/** Loads something when the screen opens, and again on demand; a late answer to an old question is dropped. */
export function useLoad<T>(load: () => Promise<T>): readonly [Loaded<T>, () => void] {
  const [state, setState] = useState<Loaded<T>>({ kind: 'loading' });
  const turn = useRef(0);
  const start = useCallback(() => {
    const mine = ++turn.current;
    load().then(
      (value) => {
        if (mine === turn.current) setState({ kind: 'ready', value });
      },
      (error: unknown) => {
        if (mine === turn.current) setState({ kind: 'failed', error });
      },
    );
  }, [load]);
  useEffect(() => {
    start();
    return () => {
      turn.current += 1;
    };
  }, [start]);
  const again = useCallback(() => {
    setState({ kind: 'loading' });
    start();
  }, [start]);
  return [state, again];
}
