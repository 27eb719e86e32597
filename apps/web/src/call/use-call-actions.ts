import { useMemo } from 'react';
import { DeviceError, fragmentOf } from '@videocall/client-sdk';
import { useTranslation } from 'react-i18next';
import { useApp } from '../app/app-context.js';
import { copyText } from '../app/copy-text.js';
import { useRefusalText } from '../app/refusal-text.js';
import { deviceProblemTitle } from '../prejoin/device-problem-title.js';
import { cameBy } from '../prejoin/admission.js';
import { reasonOf } from '../screens/entry/refusal-kinds.js';
import { useCall } from './call-context.js';
import { useCallUi } from './call-ui.js';

export interface CallActions {
  readonly toggleMicrophone: () => void;
  readonly unmute: () => void;
  readonly toggleCamera: () => void;
  readonly toggleShare: () => void;
  readonly toggleHand: () => void;
  readonly copyInvite: () => void;
  readonly leave: () => void;
  /** Does something of the call, and tells why where it does not work. */
  readonly attempt: (work: Promise<unknown>) => void;
}

/** What buttons, menus and keys do; a failure is told, whoever started it. */
export function useCallActions(): CallActions {
  const { t } = useTranslation();
  const { api, settings, toasts } = useApp();
  const refusalText = useRefusalText();
  const call = useCall();
  const { setSendAudioOnly } = useCallUi();

  return useMemo(() => {
    const tell = (error: unknown) => {
      // The page after the call says that it is over, and why.
      if (reasonOf(error) === 'CALL_CLOSED') return undefined;
      if (!(error instanceof DeviceError))
        return toasts.show(t('call.actionFailed', { why: refusalText(error) }), { tone: 'danger' });
      // Whoever closed the picker knows that nothing is shared.
      if (error.device === 'screen')
        return error.problem === 'DISMISSED' ? undefined : toasts.show(t('share.unsupported'), { tone: 'danger' });
      return toasts.show(t(deviceProblemTitle(error.device, error.problem)), { tone: 'danger' });
    };
    const attempt = (work: Promise<unknown>) => void work.catch(tell);

    const setMicrophone = (on: boolean) => {
      const { local, self } = call.getState();
      const microphone = local.MICROPHONE;
      if (on && !self.allowedSources.includes('MICROPHONE')) return void toasts.show(t('call.listener'));
      if (on && (microphone?.mutedByHost ?? self.mutedByHost.includes('MICROPHONE')))
        return void toasts.show(t('call.mutedByHostLasting'));
      settings.change({ microphoneOn: on });
      if (microphone) return attempt(call.setMuted('MICROPHONE', !on));
      if (on) attempt(call.publishMicrophone(deviceOf(settings.get().microphoneId)));
    };
    const setCamera = (on: boolean) => {
      const { local, self } = call.getState();
      if (on && !self.allowedSources.includes('CAMERA')) return void toasts.show(t('call.listener'));
      if (on && self.mutedByHost.includes('CAMERA')) return void toasts.show(t('call.cameraStoppedByHost'));
      settings.change({ cameraOn: on });
      if (on) setSendAudioOnly(false);
      if (local.CAMERA) return attempt(call.setMuted('CAMERA', !on));
      if (on) attempt(call.publishCamera(deviceOf(settings.get().cameraId)));
    };

    const askToPresent = (name: string) =>
      void toasts.show(t('share.taken', { name }), {
        actions: [
          {
            label: t('share.ask'),
            run: () => attempt(call.sendChat(t('share.askText')).then(() => toasts.show(t('share.asked')))),
          },
        ],
      });

    return {
      attempt,
      toggleMicrophone: () => setMicrophone(call.getState().local.MICROPHONE?.muted ?? true),
      unmute: () => setMicrophone(true),
      toggleCamera: () => setCamera(call.getState().local.CAMERA?.muted ?? true),
      toggleShare: () => {
        const { local, others, screenSharerId } = call.getState();
        const presenter = others.find(({ id }) => id === screenSharerId);
        if (presenter) return askToPresent(presenter.displayName);
        attempt(local.SCREEN ? call.stopScreenShare() : call.startScreenShare());
      },
      toggleHand: () => attempt(call.setHandRaised(call.getState().self.handRaisedAt === null)),
      copyInvite: () => {
        const link = inviteLink().then((url) => `${url}${keyFragment()}`);
        copyText(link)
          .then((copied) => toasts.show(t(copied ? 'common.linkCopied' : 'common.linkNotCopied')))
          .catch((error: unknown) =>
            toasts.show(t('call.inviteFailed', { why: refusalText(error) }), { tone: 'danger' }),
          );
      },
      leave: () => void call.leave(),
    };

    /** Whoever is to take part in an encrypted call needs its key. */
    function keyFragment(): string {
      const { callKey } = cameBy(call.id);
      return callKey === undefined ? '' : fragmentOf(callKey);
    }

    /** The room's own link, the invite one came by, or a new one: only hosts make those. */
    async function inviteLink(): Promise<string> {
      const { roomName, inviteCode } = cameBy(call.id);
      if (roomName !== undefined) return `${window.location.origin}/room/${roomName}`;
      if (call.getState().self.role !== 'HOST' && inviteCode !== undefined)
        return `${window.location.origin}/join/${inviteCode}`;
      return (await api.call('createInvite', { params: { callId: call.id }, body: {} })).url;
    }
  }, [t, api, settings, toasts, refusalText, call, setSendAudioOnly]);
}

function deviceOf(deviceId: string): { readonly deviceId?: string } {
  return deviceId === '' ? {} : { deviceId };
}
