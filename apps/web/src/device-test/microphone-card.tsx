import { useEffect, useRef } from 'react';
import { Mic, Play } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useApp, useSettings } from '../app/app-context.js';
import { DeviceProblemNotice } from '../prejoin/device-problem.js';
import { LevelBar } from '../prejoin/level-bar.js';
import type { CaptureControl } from '../prejoin/use-capture.js';
import { choiceOf, deviceIdOf, useDeviceChoices } from '../prejoin/use-devices.js';
import { Button } from '../ui/button.js';
import { Select } from '../ui/field.js';
import { RECORDING_SECONDS, useRecording } from './use-recording.js';

interface MicrophoneCardProps {
  readonly control: CaptureControl;
  readonly microphones: readonly MediaDeviceInfo[];
}

/** Whether the microphone hears one, and how one sounds to others. */
export function MicrophoneCard({ control: { capture, start }, microphones }: MicrophoneCardProps) {
  const { t } = useTranslation();
  const { announcer } = useApp();
  const [settings, change] = useSettings();
  const choices = useDeviceChoices('microphone', microphones);
  const track = capture.kind === 'on' ? capture.track : undefined;
  const { recording, record, play } = useRecording(track, settings.speakerId);
  const first = useRef(true);
  useEffect(() => {
    if (first.current) first.current = false;
    else if (recording === 'recorded') announcer.say(t('deviceTest.recorded'));
    else if (recording === 'recording') announcer.say(t('deviceTest.recording'));
  }, [announcer, t, recording]);
  return (
    <section className="panel-card" aria-labelledby="test-microphone">
      <h2 id="test-microphone">{t('device.microphone')}</h2>
      {capture.kind === 'problem' ? (
        <DeviceProblemNotice
          device="microphone"
          problem={capture.problem}
          onRetry={() => void start(settings.microphoneId)}
        />
      ) : null}
      <Select
        label={t('device.microphone')}
        hideLabel
        icon={<Mic size={20} aria-hidden="true" />}
        choices={choices}
        value={choiceOf(settings.microphoneId)}
        onChange={(choice) => {
          const microphoneId = deviceIdOf(choice);
          change({ microphoneId });
          void start(microphoneId);
        }}
      />
      <LevelBar track={track} />
      <p className="muted small">{t('deviceTest.levelHint')}</p>
      <div className="device-test-buttons">
        <Button
          icon={<Mic size={20} aria-hidden="true" />}
          isDisabled={track === undefined}
          isPending={recording === 'recording'}
          onPress={record}
        >
          {t(recording === 'recording' ? 'deviceTest.recording' : 'deviceTest.record', { seconds: RECORDING_SECONDS })}
        </Button>
        {recording === 'recorded' ? (
          <Button icon={<Play size={20} aria-hidden="true" />} onPress={() => void play()}>
            {t('deviceTest.playBack')}
          </Button>
        ) : null}
      </div>
      {recording === 'failed' ? <p role="alert">{t('deviceTest.recordingFailed')}</p> : null}
    </section>
  );
}
