import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActiveCallState } from '@videocall/client-sdk';
import { useApp } from '../app/app-context.js';
import { useCall } from './call-context.js';
import { useCallUi } from './call-ui.js';
import { isRecorded, spokenChanges } from './logic/spoken-changes.js';

/** Says aloud what changes in the call. */
export function useAnnouncements(): void {
  const { t } = useTranslation();
  const { announcer, toasts } = useApp();
  const call = useCall();
  const { panel } = useCallUi();
  // Explained once in a call, however often it happens.
  useEffect(() => {
    const unsubscribe = call.subscribe(() => {
      if (!heldForBandwidth(call.getState())) return;
      unsubscribe();
      toasts.show(t('quality.reduced'), { stay: 6_000 });
    });
    return unsubscribe;
  }, [call, toasts, t]);
  // Whoever comes into a recorded call is told at once.
  useEffect(() => {
    if (isRecorded(call.getState())) toasts.show(t('recording.running'), { stay: 6_000 });
  }, [call, toasts, t]);
  useEffect(() => {
    let before = call.getState();
    return call.subscribe(() => {
      const after = call.getState();
      for (const { key, name } of spokenChanges(before, after)) {
        // Nobody is to miss that: shown, and read out by where it is shown.
        if (key.startsWith('recording.')) toasts.show(t(key, { name }), { stay: 6_000 });
        else announcer.say(t(key, { name }));
      }
      const message = after.chat.at(-1);
      // An open chat is read by its own log.
      if (
        message &&
        message !== before.chat.at(-1) &&
        after.chat.length > before.chat.length &&
        message.participantId !== after.self.id &&
        panel !== 'chat'
      ) {
        announcer.say(t('call.newChat', { name: message.displayName, text: message.text }));
      }
      before = after;
    });
  }, [call, announcer, toasts, t, panel]);
}

function heldForBandwidth({ others }: ActiveCallState): boolean {
  return others.some(({ tracks }) => tracks.some(({ heldBack }) => heldBack === 'BANDWIDTH'));
}
