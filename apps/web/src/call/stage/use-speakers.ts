import { useEffect, useState } from 'react';
import { useCall } from '../call-context.js';
import { NO_SPEAKERS, SpeakerWatch, type Speakers } from './speaker-watch.js';

/** Who speaks, calmed as people see it. */
export function useSpeakers(): Speakers {
  const call = useCall();
  const [speakers, setSpeakers] = useState(NO_SPEAKERS);
  useEffect(() => {
    const watch = new SpeakerWatch(call, setSpeakers);
    return () => watch.stop();
  }, [call]);
  return speakers;
}
