import { useCallback, useEffect, useRef, useState } from 'react';

export const RECORDING_SECONDS = 4;

type Recording = 'none' | 'recording' | 'recorded' | 'failed';

interface RecordingControl {
  readonly recording: Recording;
  readonly record: () => void;
  readonly play: () => Promise<void>;
}

/** A few seconds of the microphone, in this page's memory only, to be played back. */
export function useRecording(track: MediaStreamTrack | undefined, speakerId: string): RecordingControl {
  const [recording, setRecording] = useState<Recording>('none');
  const recorder = useRef<MediaRecorder | undefined>(undefined);
  const url = useRef<string | undefined>(undefined);

  const forget = useCallback(() => {
    if (url.current !== undefined) URL.revokeObjectURL(url.current);
    url.current = undefined;
  }, []);

  const record = useCallback(() => {
    if (!track) return;
    forget();
    try {
      const machine = new MediaRecorder(new MediaStream([track]));
      recorder.current = machine;
      machine.addEventListener('dataavailable', ({ data }) => {
        url.current = URL.createObjectURL(data);
        setRecording('recorded');
      });
      machine.addEventListener('error', () => setRecording('failed'));
      machine.start();
      setTimeout(() => {
        if (machine.state === 'recording') machine.stop();
      }, RECORDING_SECONDS * 1000);
      setRecording('recording');
    } catch {
      // A browser that records nothing, or a track that has just ended.
      setRecording('failed');
    }
  }, [track, forget]);

  const play = useCallback(async () => {
    if (url.current === undefined) return;
    const audio = new Audio(url.current);
    if (speakerId !== '' && 'setSinkId' in audio) await audio.setSinkId(speakerId).catch(() => undefined);
    await audio.play().catch(() => setRecording('failed'));
  }, [speakerId]);

  useEffect(
    () => () => {
      if (recorder.current?.state === 'recording') recorder.current.stop();
      forget();
    },
    [forget],
  );
  return { recording, record, play };
}
