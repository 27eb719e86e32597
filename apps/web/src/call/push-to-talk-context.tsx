import { type ReactNode, createContext, useContext, useEffect, useMemo, useReducer } from 'react';
import { useSettings } from '../app/app-context.js';
import { useCall } from './call-context.js';
import { SILENT, type TalkEvent, nextTalk, talks } from './logic/push-to-talk.js';
import { useCallActions } from './use-call-actions.js';

interface PushToTalk {
  readonly talking: boolean;
  readonly send: (event: TalkEvent) => void;
}

const Context = createContext<PushToTalk>({ talking: false, send: () => undefined });

/** Push to talk: the microphone follows the key or the button while the mode is on. */
export function PushToTalkProvider({ children }: { readonly children: ReactNode }) {
  const call = useCall();
  const [{ pushToTalk }] = useSettings();
  const { attempt, unmute } = useCallActions();
  const [state, send] = useReducer(nextTalk, SILENT);
  const talking = talks(state);

  useEffect(() => {
    if (state.kind !== 'tail') return undefined;
    const { until } = state;
    // The moment itself, not the clock: a timer may fire a fraction of a millisecond early.
    const timer = setTimeout(() => send({ kind: 'time', now: until }), Math.max(0, until - performance.now()));
    return () => clearTimeout(timer);
  }, [state]);

  useEffect(() => {
    const blur = () => send({ kind: 'blur' });
    window.addEventListener('blur', blur);
    return () => window.removeEventListener('blur', blur);
  }, []);

  useEffect(() => {
    if (!pushToTalk) return;
    const { MICROPHONE } = call.getState().local;
    if (talking) unmute();
    else if (MICROPHONE && !MICROPHONE.muted) attempt(call.setMuted('MICROPHONE', true));
  }, [pushToTalk, talking, call, attempt, unmute]);

  const value = useMemo(() => ({ talking, send }), [talking]);
  return <Context value={value}>{children}</Context>;
}

export function usePushToTalk(): PushToTalk {
  return useContext(Context);
}
