import { useEffect } from 'react';

/** Keeps the screen on during the call, where the browser can; the lock ends whenever the page is hidden. */
export function useWakeLock(): void {
  useEffect(() => {
    if (!('wakeLock' in navigator)) return undefined;
    let lock: WakeLockSentinel | undefined;
    let over = false;
    const take = async () => {
      if (document.visibilityState !== 'visible') return;
      // Refused when the battery is low: then the screen goes dark as it always does.
      const taken = await navigator.wakeLock.request('screen').catch(() => undefined);
      if (over) await taken?.release();
      else lock = taken;
    };
    const onVisible = () => void take();
    void take();
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      over = true;
      document.removeEventListener('visibilitychange', onVisible);
      void lock?.release();
    };
  }, []);
}
