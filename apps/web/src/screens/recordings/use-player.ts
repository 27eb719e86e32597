import { type RefObject, useCallback, useEffect, useRef } from 'react';

export interface Player {
  /** For the `video` element. */
  readonly video: RefObject<HTMLVideoElement | null>;
  /** Seconds. */
  readonly position: () => number;
  /** Plays from one second to another, and stops there. */
  readonly playRange: (from: number, to: number) => void;
}

/** What the rest of the page may ask of its player. */
export function usePlayer(): Player {
  const video = useRef<HTMLVideoElement>(null);
  const endRange = useRef<() => void>(undefined);
  useEffect(() => () => endRange.current?.(), []);
  const position = useCallback(() => video.current?.currentTime ?? 0, []);
  const playRange = useCallback((from: number, to: number) => {
    const player = video.current;
    if (!player) return;
    endRange.current?.();
    const pauseAtEnd = () => {
      if (player.currentTime < to) return;
      player.pause();
      endRange.current?.();
    };
    endRange.current = () => player.removeEventListener('timeupdate', pauseAtEnd);
    player.addEventListener('timeupdate', pauseAtEnd);
    player.currentTime = from;
    // Where nothing can be played the player says so.
    player.play().catch(() => undefined);
    player.focus();
  }, []);
  return { video, position, playRange };
}
