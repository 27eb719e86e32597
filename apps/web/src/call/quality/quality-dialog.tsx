import type { QualityProfile } from '@videocall/signalling';
import { limitsOf } from '@videocall/quality-profiles';
import { useTranslation } from 'react-i18next';
import { useSettings } from '../../app/app-context.js';
import { Dialog } from '../../ui/dialog.js';
import { RadioGroup } from '../../ui/field.js';
import { useCall, useCallState } from '../call-context.js';
import { useCallUi } from '../call-ui.js';
import { useCallActions } from '../use-call-actions.js';
import { Figures } from './figures.js';
import { useBitrateText } from './bitrate-text.js';
import './quality-dialog.css';

const AUDIO_ONLY = 'AUDIO_ONLY';
const PROFILES: readonly QualityProfile[] = ['AUTO', 'HIGH', 'MEDIUM', 'LOW'];

/** How good the picture may be, for each direction, and what really goes over the line. */
export function QualityDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('quality.title')} isOpen={isOpen} onClose={onClose} wide>
      <div className="quality-directions">
        <SendQuality />
        <ReceiveQuality />
      </div>
      <Figures />
    </Dialog>
  );
}

function useChoices() {
  const { t } = useTranslation();
  const bitrate = useBitrateText();
  return [
    ...PROFILES.map((profile) => {
      const { maxHeight, maxFrameRate, maxBitrate } = limitsOf(profile, 'VP8');
      return {
        id: profile,
        label: t(`quality.${profile}`),
        hint:
          profile === 'AUTO'
            ? t('quality.autoHint')
            : t('quality.profileHint', { height: maxHeight, fps: maxFrameRate, rate: bitrate(maxBitrate) }),
      };
    }),
    { id: AUDIO_ONLY, label: t('quality.AUDIO_ONLY'), hint: t('quality.audioOnlyHint') },
  ];
}

function SendQuality() {
  const { t } = useTranslation();
  const call = useCall();
  const { sendProfile, local } = useCallState();
  const { sendAudioOnly, setSendAudioOnly } = useCallUi();
  const { attempt } = useCallActions();
  const [, change] = useSettings();
  const choose = (id: string) => {
    if (id === AUDIO_ONLY) {
      setSendAudioOnly(true);
      if (local.CAMERA && !local.CAMERA.muted) attempt(call.setMuted('CAMERA', true));
      return;
    }
    setSendAudioOnly(false);
    change({ sendProfile: id as QualityProfile });
    attempt(call.setProfiles({ sendProfile: id as QualityProfile }));
  };
  return (
    <RadioGroup
      label={t('quality.send')}
      choices={useChoices()}
      value={sendAudioOnly ? AUDIO_ONLY : sendProfile}
      onChange={choose}
    />
  );
}

function ReceiveQuality() {
  const { t } = useTranslation();
  const call = useCall();
  const { receiveProfile } = useCallState();
  const { receiveAudioOnly, setReceiveAudioOnly } = useCallUi();
  const { attempt } = useCallActions();
  const [, change] = useSettings();
  const choose = (id: string) => {
    setReceiveAudioOnly(id === AUDIO_ONLY);
    if (id === AUDIO_ONLY) return;
    change({ receiveProfile: id as QualityProfile });
    attempt(call.setProfiles({ receiveProfile: id as QualityProfile }));
  };
  return (
    <RadioGroup
      label={t('quality.receive')}
      choices={useChoices()}
      value={receiveAudioOnly ? AUDIO_ONLY : receiveProfile}
      onChange={choose}
    />
  );
}
