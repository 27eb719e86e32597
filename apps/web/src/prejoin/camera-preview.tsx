import { useEffect, useRef } from 'react';
import { Camera, CameraOff, Mic, MicOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useIdentity } from '../app/app-context.js';
import { Avatar } from '../ui/avatar.js';
import { IconButton } from '../ui/button.js';
import type { Capture } from './use-capture.js';

interface CameraPreviewProps {
  readonly capture: Capture;
  readonly microphoneOn: boolean;
  readonly asking: boolean;
  readonly onToggleMicrophone: () => void;
  readonly onToggleCamera: () => void;
}

/** Oneself as a mirror shows it, with the two switches that matter. */
export function CameraPreview({
  capture,
  microphoneOn,
  asking,
  onToggleMicrophone,
  onToggleCamera,
}: CameraPreviewProps) {
  const { t } = useTranslation();
  const identity = useIdentity();
  const video = useRef<HTMLVideoElement>(null);
  const track = capture.kind === 'on' ? capture.track : undefined;
  useEffect(() => {
    if (video.current) video.current.srcObject = track ? new MediaStream([track]) : null;
  }, [track]);
  const cameraOn = capture.kind === 'on';
  return (
    <div className="preview">
      <video
        ref={video}
        className="preview-video"
        aria-label={t('prejoin.preview')}
        hidden={!cameraOn}
        autoPlay
        muted
        playsInline
      />
      {cameraOn ? null : (
        <div className="preview-off">
          <Avatar name={identity.kind === 'signedIn' ? identity.user.displayName : ''} size={96} />
          <p>{asking ? t('prejoin.asking') : t('prejoin.cameraOff')}</p>
        </div>
      )}
      <div className="preview-controls">
        <IconButton
          className={microphoneOn ? 'media-toggle' : 'media-toggle media-toggle-off'}
          label={t(microphoneOn ? 'call.turnMicrophoneOff' : 'call.turnMicrophoneOn')}
          icon={microphoneOn ? <Mic size={24} /> : <MicOff size={24} />}
          onPress={onToggleMicrophone}
        />
        <IconButton
          className={cameraOn ? 'media-toggle' : 'media-toggle media-toggle-off'}
          label={t(cameraOn ? 'call.turnCameraOff' : 'call.turnCameraOn')}
          icon={cameraOn ? <Camera size={24} /> : <CameraOff size={24} />}
          onPress={onToggleCamera}
        />
      </div>
    </div>
  );
}
