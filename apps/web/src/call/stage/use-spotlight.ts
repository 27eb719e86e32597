import { useEffect, useState } from 'react';
import type { ParticipantView } from '@videocall/client-sdk';
import { NO_SPOTLIGHT, nextSpotlight } from '../logic/spotlight.js';
import type { Speakers } from './speaker-watch.js';

/** Milliseconds between looks. */
const TICK = 500;

/** Whom the large tile shows: the pinned one, else who speaks. */
export function useSpotlight(
  others: readonly ParticipantView[],
  { speaking }: Speakers,
  pinnedId: string | undefined,
): string | undefined {
  const [spotlight, setSpotlight] = useState(NO_SPOTLIGHT);
  const ids = others.map(({ id }) => id).join(' ');
  const speakingIds = speaking.join(' ');
  useEffect(() => {
    const look = () =>
      setSpotlight((current) =>
        nextSpotlight(
          current,
          ids.split(' ').filter(Boolean),
          speakingIds.split(' ').filter(Boolean),
          performance.now(),
        ),
      );
    const first = setTimeout(look);
    const timer = setInterval(look, TICK);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [ids, speakingIds]);
  if (pinnedId !== undefined && others.some(({ id }) => id === pinnedId)) return pinnedId;
  return others.some(({ id }) => id === spotlight.id) ? (spotlight.id ?? undefined) : others[0]?.id;
}
