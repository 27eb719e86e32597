import { useEffect, useRef } from 'react';
import { Camera } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSettings } from '../app/app-context.js';
import { DeviceProblemNotice } from '../prejoin/device-problem.js';
import type { CaptureControl } from '../prejoin/use-capture.js';
import { choiceOf, deviceIdOf, useDeviceChoices } from '../prejoin/use-devices.js';
import { Select } from '../ui/field.js';

interface CameraCardProps {
  readonly control: CaptureControl;
  readonly cameras: readonly MediaDeviceInfo[];
}

/** Oneself as the camera sees one, and which camera that is. */
export function CameraCard({ control: { capture, start }, cameras }: CameraCardProps) {
  const { t } = useTranslation();
  const [settings, change] = useSettings();
  const choices = useDeviceChoices('camera', cameras);
  const video = useRef<HTMLVideoElement>(null);
  const track = capture.kind === 'on' ? capture.track : undefined;
  useEffect(() => {
    if (video.current) video.current.srcObject = track ? new MediaStream([track]) : null;
  }, [track]);
  return (
    <section className="panel-card" aria-labelledby="test-camera">
      <h2 id="test-camera">{t('device.camera')}</h2>
      {capture.kind === 'problem' ? (
        <DeviceProblemNotice device="camera" problem={capture.problem} onRetry={() => void start(settings.cameraId)} />
      ) : (
        <div className="device-test-picture">
          <video ref={video} aria-label={t('prejoin.preview')} className="device-test-own" autoPlay muted playsInline />
          {capture.kind === 'asking' ? <p className="device-test-asking">{t('prejoin.asking')}</p> : null}
        </div>
      )}
      <Select
        label={t('device.camera')}
        hideLabel
        icon={<Camera size={20} aria-hidden="true" />}
        choices={choices}
        value={choiceOf(settings.cameraId)}
        onChange={(choice) => {
          const cameraId = deviceIdOf(choice);
          change({ cameraId });
          void start(cameraId);
        }}
      />
    </section>
  );
}
