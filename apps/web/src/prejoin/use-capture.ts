import { useCallback, useEffect, useRef, useState } from 'react';
import { DeviceError, type DeviceProblem } from '@videocall/client-sdk';

export type Capture =
  | { readonly kind: 'off' }
  | { readonly kind: 'asking' }
  | { readonly kind: 'on'; readonly track: MediaStreamTrack }
  | { readonly kind: 'problem'; readonly problem: DeviceProblem };

export interface CaptureControl {
  readonly capture: Capture;
  readonly start: (deviceId: string) => Promise<void>;
  readonly stop: () => void;
  /** Hands the track over: from then on it is the taker's to stop. */
  readonly take: () => MediaStreamTrack | undefined;
  /** Takes it back from a taker who had no use for it. */
  readonly giveBack: (track: MediaStreamTrack | undefined) => void;
}

/** Holds one device's track while the pre-join page is open, and lets go of it when the page closes. */
export function useCapture(open: (deviceId: string) => Promise<MediaStreamTrack>): CaptureControl {
  const [capture, setCapture] = useState<Capture>({ kind: 'off' });
  const held = useRef<MediaStreamTrack | undefined>(undefined);
  const turn = useRef(0);

  const release = useCallback(() => {
    turn.current += 1;
    held.current?.stop();
    held.current = undefined;
  }, []);

  const start = useCallback(
    async (deviceId: string) => {
      release();
      const mine = turn.current;
      setCapture({ kind: 'asking' });
      try {
        const track = await open(deviceId);
        // Asked for something else meanwhile, or the page is closed.
        if (mine !== turn.current) return track.stop();
        held.current = track;
        track.addEventListener('ended', () => {
          if (held.current !== track) return;
          release();
          setCapture({ kind: 'problem', problem: 'MISSING' });
        });
        setCapture({ kind: 'on', track });
      } catch (error) {
        if (mine === turn.current)
          setCapture({ kind: 'problem', problem: error instanceof DeviceError ? error.problem : 'UNSUPPORTED' });
      }
    },
    [open, release],
  );

  const stop = useCallback(() => {
    release();
    setCapture({ kind: 'off' });
  }, [release]);

  const take = useCallback(() => {
    const track = held.current;
    held.current = undefined;
    return track;
  }, []);

  const giveBack = useCallback((track: MediaStreamTrack | undefined) => {
    held.current = track;
  }, []);

  useEffect(() => release, [release]);
  return { capture, start, stop, take, giveBack };
}
