import { useEffect, useState } from 'react';
import { captureCamera, captureMicrophone } from '@videocall/client-sdk';
import { ArrowLeft } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useSettings } from '../app/app-context.js';
import { Page } from '../app/page.js';
import { askForBoth } from '../prejoin/ask-for-both.js';
import { useCapture } from '../prejoin/use-capture.js';
import { useDevices } from '../prejoin/use-devices.js';
import { ButtonLink } from '../ui/button.js';
import { CameraCard } from './camera-card.js';
import { MicrophoneCard } from './microphone-card.js';
import { NetworkCard } from './network-card.js';
import { SpeakerCard } from './speaker-card.js';
import './device-test.css';

const openMicrophone = (deviceId: string) => captureMicrophone(deviceId === '' ? {} : { deviceId });
const openCamera = (deviceId: string) => captureCamera(deviceId === '' ? {} : { deviceId });

/** Whether camera, microphone, speaker and network are fit for a call, before there is one (ECHO-3). */
export function Component() {
  const { t } = useTranslation();
  const [settings] = useSettings();
  const back = useSearchParams()[0].get('back') ?? '';
  const microphone = useCapture(openMicrophone);
  const camera = useCapture(openCamera);
  const devices = useDevices(`${microphone.capture.kind} ${camera.capture.kind}`);
  const { start: startMicrophone } = microphone;
  const { start: startCamera } = camera;
  const [wanted] = useState(settings);
  useEffect(() => {
    let open = true;
    void askForBoth().then(() => {
      if (!open) return;
      void startMicrophone(wanted.microphoneId);
      void startCamera(wanted.cameraId);
    });
    return () => {
      open = false;
    };
  }, [wanted, startMicrophone, startCamera]);

  return (
    <Page title={t('deviceTest.title')}>
      <p className="muted">{t('deviceTest.intro')}</p>
      {/^\/call\/\w+$/.test(back) ? (
        <div>
          <ButtonLink icon={<ArrowLeft size={20} aria-hidden="true" />} href={back}>
            {t('deviceTest.backToCall')}
          </ButtonLink>
        </div>
      ) : null}
      <div className="device-test">
        <div className="device-test-column">
          <CameraCard control={camera} cameras={devices.cameras} />
          <MicrophoneCard control={microphone} microphones={devices.microphones} />
          <SpeakerCard speakers={devices.speakers} />
        </div>
        <NetworkCard microphone={microphone.capture} camera={camera.capture} />
      </div>
    </Page>
  );
}
