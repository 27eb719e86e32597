import { canSelectSpeaker } from '@videocall/client-sdk';
import { Volume2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSettings } from '../app/app-context.js';
import { playTestSound } from '../prejoin/test-sound.js';
import { choiceOf, deviceIdOf, useDeviceChoices } from '../prejoin/use-devices.js';
import { Button } from '../ui/button.js';
import { Select } from '../ui/field.js';

/** Where sound comes out, and a sound to find that out. */
export function SpeakerCard({ speakers }: { readonly speakers: readonly MediaDeviceInfo[] }) {
  const { t } = useTranslation();
  const [settings, change] = useSettings();
  const choices = useDeviceChoices('speaker', speakers);
  const play = () =>
    // The chosen one is gone: the system's plays.
    playTestSound(canSelectSpeaker() ? settings.speakerId : '').catch(() => playTestSound(''));
  return (
    <section className="panel-card" aria-labelledby="test-speaker">
      <h2 id="test-speaker">{t('device.speaker')}</h2>
      {canSelectSpeaker() ? (
        <Select
          label={t('device.speaker')}
          hideLabel
          icon={<Volume2 size={20} aria-hidden="true" />}
          choices={choices}
          value={choiceOf(settings.speakerId)}
          onChange={(choice) => change({ speakerId: deviceIdOf(choice) })}
        />
      ) : (
        <p className="muted small">{t('device.speakerSystem')}</p>
      )}
      <div className="device-test-buttons">
        <Button icon={<Volume2 size={20} aria-hidden="true" />} onPress={() => void play()}>
          {t('device.playSound')}
        </Button>
      </div>
      <p className="muted small">{t('deviceTest.speakerHint')}</p>
    </section>
  );
}
