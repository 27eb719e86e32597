import { useEffect, useState } from 'react';

/** Milliseconds without a pointer, a key or a touch. */
const IDLE_AFTER = 4_000;

/** Whether nobody has moved for a while. @param enabled false: never idle */
export function useIdle(enabled: boolean): boolean {
  const [idle, setIdle] = useState(false);
  useEffect(() => {
    if (!enabled) return undefined;
    let timer = setTimeout(() => setIdle(true), IDLE_AFTER);
    const wake = () => {
      clearTimeout(timer);
      setIdle(false);
      timer = setTimeout(() => setIdle(true), IDLE_AFTER);
    };
    const events = ['pointermove', 'pointerdown', 'keydown', 'focusin'] as const;
    for (const event of events) document.addEventListener(event, wake);
    return () => {
      clearTimeout(timer);
      for (const event of events) document.removeEventListener(event, wake);
    };
  }, [enabled]);
  return enabled && idle;
}
