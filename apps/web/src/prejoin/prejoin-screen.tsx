import { useEffect, useState } from 'react';
import { type DeviceProblem, captureCamera, captureMicrophone, canSelectSpeaker } from '@videocall/client-sdk';
import { Activity, Camera, Mic, Volume2 } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { useApp, useSettings } from '../app/app-context.js';
import { Page } from '../app/page.js';
import { Button, ButtonLink } from '../ui/button.js';
import { Select } from '../ui/field.js';
import { askForBoth } from './ask-for-both.js';
import { CameraPreview } from './camera-preview.js';
import { DeviceProblemNotice } from './device-problem.js';
import { EncryptedLine } from './encrypted-line.js';
import { JoinRefused } from './join-refused.js';
import { LevelBar } from './level-bar.js';
import { playTestSound } from './test-sound.js';
import { type Capture, useCapture } from './use-capture.js';
import { choiceOf, deviceIdOf, useDeviceChoices, useDevices } from './use-devices.js';
import './prejoin-screen.css';

/** What one enters the call with. */
export interface Entrance {
  readonly microphone: { readonly track: MediaStreamTrack; readonly muted: boolean } | undefined;
  readonly camera: MediaStreamTrack | undefined;
}

interface PrejoinScreenProps {
  readonly title: string;
  readonly participantCount: number;
  readonly encrypted: boolean;
  readonly joining: boolean;
  readonly error: unknown;
  /** @returns whether one is in */
  readonly onJoin: (entrance: Entrance) => Promise<boolean>;
}

const openMicrophone = (deviceId: string) => captureMicrophone(deviceId === '' ? {} : { deviceId });
const openCamera = (deviceId: string) => captureCamera(deviceId === '' ? {} : { deviceId });

/** Check how one looks and sounds, then enter. */
export function PrejoinScreen({ title, participantCount, encrypted, joining, error, onJoin }: PrejoinScreenProps) {
  const { t } = useTranslation();
  const { announcer } = useApp();
  const { pathname } = useLocation();
  const [settings, change] = useSettings();
  const microphone = useCapture(openMicrophone);
  const camera = useCapture(openCamera);
  const [muted, setMuted] = useState(!settings.microphoneOn);
  const devices = useDevices(`${microphone.capture.kind} ${camera.capture.kind}`);
  const microphones = useDeviceChoices('microphone', devices.microphones);
  const cameras = useDeviceChoices('camera', devices.cameras);
  const speakers = useDeviceChoices('speaker', devices.speakers);

  const { start: startMicrophone } = microphone;
  const { start: startCamera, stop: stopCamera } = camera;
  const [wanted] = useState(settings);
  useEffect(() => {
    let open = true;
    void askForBoth().then(() => {
      if (!open) return;
      void startMicrophone(wanted.microphoneId);
      if (wanted.cameraOn) void startCamera(wanted.cameraId);
    });
    return () => {
      open = false;
    };
  }, [wanted, startMicrophone, startCamera]);

  const people = participantCount === 0 ? t('prejoin.alone') : t('prejoin.inCall', { count: participantCount });
  const heard = microphone.capture.kind === 'on' && !muted;
  useEffect(() => {
    announcer.say(`${t(heard ? 'prejoin.spokenOn' : 'prejoin.spokenOff')} ${people}`);
  }, [announcer, t, heard, people]);

  const toggleMicrophone = () => {
    if (microphone.capture.kind !== 'on') return void startMicrophone(settings.microphoneId);
    setMuted(!muted);
    change({ microphoneOn: muted });
  };
  const toggleCamera = () => {
    const on = camera.capture.kind === 'on';
    change({ cameraOn: !on });
    if (on) stopCamera();
    else void startCamera(settings.cameraId);
  };
  usePrejoinKeys(toggleMicrophone, toggleCamera);

  const join = async () => {
    const heardTrack = microphone.take();
    const seenTrack = camera.take();
    // Push to talk begins silent.
    const silent = muted || settings.pushToTalk;
    if (await onJoin({ microphone: heardTrack && { track: heardTrack, muted: silent }, camera: seenTrack })) return;
    microphone.giveBack(heardTrack);
    camera.giveBack(seenTrack);
  };
  const without = microphone.capture.kind === 'problem' && camera.capture.kind !== 'on';
  const asking = microphone.capture.kind === 'asking' || camera.capture.kind === 'asking';

  return (
    <Page title={title === '' ? t('prejoin.title') : t('prejoin.titleNamed', { title })}>
      <div className="prejoin">
        <CameraPreview
          capture={camera.capture}
          microphoneOn={heard}
          onToggleMicrophone={toggleMicrophone}
          onToggleCamera={toggleCamera}
          asking={asking}
        />
        <div className="prejoin-side">
          <p className="prejoin-people">{people}</p>
          {encrypted ? <EncryptedLine /> : null}
          {error === undefined ? null : <JoinRefused error={error} onRetry={() => void join()} />}
          <Problems
            microphone={problemOf(microphone.capture)}
            camera={problemOf(camera.capture)}
            onRetryMicrophone={() => void startMicrophone(settings.microphoneId)}
            onRetryCamera={() => void startCamera(settings.cameraId)}
          />
          <div className="prejoin-device">
            <Select
              label={t('device.microphone')}
              icon={<Mic size={20} aria-hidden="true" />}
              choices={microphones}
              value={choiceOf(settings.microphoneId)}
              onChange={(choice) => {
                const microphoneId = deviceIdOf(choice);
                change({ microphoneId });
                void startMicrophone(microphoneId);
              }}
            />
            <LevelBar track={heard && microphone.capture.kind === 'on' ? microphone.capture.track : undefined} />
          </div>
          <Select
            label={t('device.camera')}
            icon={<Camera size={20} aria-hidden="true" />}
            choices={cameras}
            value={choiceOf(settings.cameraId)}
            onChange={(choice) => {
              const cameraId = deviceIdOf(choice);
              change({ cameraId, cameraOn: true });
              void startCamera(cameraId);
            }}
          />
          {canSelectSpeaker() ? (
            <Select
              label={t('device.speaker')}
              icon={<Volume2 size={20} aria-hidden="true" />}
              choices={speakers}
              value={choiceOf(settings.speakerId)}
              onChange={(choice) => change({ speakerId: deviceIdOf(choice) })}
            />
          ) : (
            <p className="muted small">{t('device.speakerSystem')}</p>
          )}
          {/* Firefox and Safari play on the system's speaker where the chosen one is gone. */}
          <AriaButton
            className="button button-quiet prejoin-sound"
            onPress={() => void playTestSound(settings.speakerId).catch(() => playTestSound(''))}
          >
            <Volume2 size={20} aria-hidden="true" />
            {t('device.playSound')}
          </AriaButton>
          <ButtonLink
            look="quiet"
            icon={<Activity size={20} aria-hidden="true" />}
            href={`/test?back=${encodeURIComponent(pathname)}`}
          >
            {t('deviceTest.link')}
          </ButtonLink>
        </div>
        <div className="prejoin-join">
          <Button look="primary" wide isPending={joining} onPress={() => void join()}>
            {t(joining ? 'prejoin.joining' : without ? 'prejoin.joinWithout' : 'prejoin.join')}
          </Button>
        </div>
      </div>
    </Page>
  );
}

interface ProblemsProps {
  readonly microphone: DeviceProblem | undefined;
  readonly camera: DeviceProblem | undefined;
  readonly onRetryMicrophone: () => void;
  readonly onRetryCamera: () => void;
}

/** What is wrong with the devices; said once where both have the same trouble. */
function Problems({ microphone, camera, onRetryMicrophone, onRetryCamera }: ProblemsProps) {
  if (microphone !== undefined && microphone === camera) {
    const retryBoth = () => {
      onRetryMicrophone();
      onRetryCamera();
    };
    return <DeviceProblemNotice device="both" problem={microphone} onRetry={retryBoth} />;
  }
  return (
    <>
      {microphone ? <DeviceProblemNotice device="microphone" problem={microphone} onRetry={onRetryMicrophone} /> : null}
      {camera ? <DeviceProblemNotice device="camera" problem={camera} onRetry={onRetryCamera} /> : null}
    </>
  );
}

function problemOf(capture: Capture): DeviceProblem | undefined {
  return capture.kind === 'problem' ? capture.problem : undefined;
}

/** M and V, as in the call; Enter presses the focused button, or joins through it. */
function usePrejoinKeys(toggleMicrophone: () => void, toggleCamera: () => void): void {
  const [{ shortcuts }] = useSettings();
  useEffect(() => {
    if (!shortcuts) return undefined;
    const onKey = (event: KeyboardEvent) => {
      const inField =
        event.target instanceof HTMLElement &&
        event.target.closest('input, textarea, [role=dialog], [role=listbox]') !== null;
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing || inField) return;
      if (event.key.toLowerCase() === 'm') toggleMicrophone();
      if (event.key.toLowerCase() === 'v') toggleCamera();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [shortcuts, toggleMicrophone, toggleCamera]);
}
