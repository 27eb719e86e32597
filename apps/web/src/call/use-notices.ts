import { useEffect } from 'react';
import type { ActiveCall, Notice } from '@videocall/client-sdk';
import { useTranslation } from 'react-i18next';
import { useApp } from '../app/app-context.js';
import { useRefusalText } from '../app/refusal-text.js';
import { useCall } from './call-context.js';
import { useCallActions } from './use-call-actions.js';

/** Up to this many people, joins and leaves are spoken. */
const SPEAK_JOINS_UP_TO = 8;

/** Tells what happened in the call, each once, in the way that fits it. */
export function useNotices(): void {
  const { t } = useTranslation();
  const { announcer, maintenance, toasts, settings } = useApp();
  const call = useCall();
  const refusalText = useRefusalText();
  const { attempt, toggleCamera, unmute } = useCallActions();

  useEffect(() => {
    const small = () => call.getState().others.length < SPEAK_JOINS_UP_TO;
    const told = (notice: Notice): unknown => {
      switch (notice.type) {
        case 'PARTICIPANT_JOINED':
          return small() ? announcer.say(t('call.joined', { name: notice.displayName })) : undefined;
        case 'PARTICIPANT_LEFT':
          return small() ? announcer.say(t('call.left', { name: notice.displayName })) : undefined;
        case 'MUTED_BY_HOST':
          return toasts.show(
            t(notice.source === 'CAMERA' ? 'call.cameraStoppedBy' : 'call.mutedBy', {
              name: nameOf(call, notice.byParticipantId),
            }),
            { stay: 6_000 },
          );
        case 'UNMUTE_ALLOWED':
          return toasts.show(t(notice.source === 'CAMERA' ? 'call.cameraAllowed' : 'call.unmuteAllowed'), {
            stay: 6_000,
          });
        case 'UNMUTE_ASKED': {
          const camera = notice.source === 'CAMERA';
          const name = nameOf(call, notice.byParticipantId);
          return toasts.show(t(camera ? 'call.asksForCamera' : 'call.asksToUnmute', { name }), {
            stay: 30_000,
            actions: [{ label: t(camera ? 'call.turnCameraOn' : 'call.unmute'), run: camera ? toggleCamera : unmute }],
          });
        }
        case 'RECONNECTED':
          return toasts.show(t('connection.back'));
        case 'PUBLISHING_REFUSED':
          return toasts.show(
            t('call.actionFailed', { why: refusalText(Object.assign(new Error(), { reason: notice.reason })) }),
            { tone: 'danger', stay: 6_000 },
          );
        case 'DEVICE_LOST': {
          const lost = t(notice.source === 'CAMERA' ? 'device.camera' : 'device.microphone');
          const text =
            notice.replacement === undefined
              ? t('device.lost', { lost })
              : t('device.replaced', { lost, device: notice.replacement });
          return toasts.show(text, { stay: 6_000 });
        }
        case 'DEVICE_ADDED': {
          const { device } = notice;
          // Without a name there is nothing to offer it by.
          if (device.label === '') return undefined;
          return toasts.show(t('device.added', { device: device.label }), {
            actions: [{ label: t('device.use'), run: () => takeUp(device) }],
          });
        }
        case 'SUBSCRIPTION_FAILED':
          return toasts.show(t('call.cannotReceive'), { tone: 'danger' });
        case 'MAINTENANCE_CHANGED':
          return maintenance.set(notice.maintenance);
        case 'TALKING_WHILE_MUTED':
          // Whoever holds a key to talk is silent on purpose.
          if (settings.get().pushToTalk) return undefined;
          return toasts.show(t('call.mutedHint'), { stay: 6_000, actions: [{ label: t('call.unmute'), run: unmute }] });
      }
    };
    const takeUp = ({ kind, deviceId }: MediaDeviceInfo) => {
      if (kind === 'audiooutput') settings.change({ speakerId: deviceId });
      else settings.change(kind === 'videoinput' ? { cameraId: deviceId } : { microphoneId: deviceId });
      attempt(
        call.switchDevice(
          kind === 'audiooutput' ? 'SPEAKER' : kind === 'videoinput' ? 'CAMERA' : 'MICROPHONE',
          deviceId,
        ),
      );
    };
    return call.onNotice((notice) => void told(notice));
  }, [call, t, announcer, maintenance, toasts, settings, refusalText, attempt, toggleCamera, unmute]);
}

function nameOf(call: ActiveCall, participantId: string): string {
  return call.getState().others.find(({ id }) => id === participantId)?.displayName ?? '';
}
