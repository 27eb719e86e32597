import { limitsOf } from '@videocall/quality-profiles';
import type { QualityProfile } from '@videocall/signalling';
import { DeviceError, toDeviceError, type DeviceKind } from './device-error.js';

export interface MicrophoneOptions {
  /** From `listDevices()`; without it, the system's default. */
  readonly deviceId?: string;
}

export interface CameraOptions {
  readonly deviceId?: string;
  /** Captures no larger than this profile sends. Default AUTO. */
  readonly sendProfile?: QualityProfile;
  /** Phones: which way it looks, where no device is chosen. */
  readonly facingMode?: 'user' | 'environment';
}

export interface ScreenCapture {
  readonly video: MediaStreamTrack;
  /** Where the person shares sound too. */
  readonly audio: MediaStreamTrack | undefined;
}

/** A voice's track: echo cancelled, noise reduced. Throws DeviceError. */
export function captureMicrophone(options: MicrophoneOptions = {}): Promise<MediaStreamTrack> {
  return capture('microphone', {
    audio: {
      ...exactly(options.deviceId),
      channelCount: { ideal: 1 },
      echoCancellation: true,
      noiseSuppression: true,
      autoGainControl: true,
    },
  });
}

/** A camera's track, 16:9, as large as the send profile can use. Throws DeviceError. */
export async function captureCamera(options: CameraOptions = {}): Promise<MediaStreamTrack> {
  const { maxHeight, maxFrameRate } = limitsOf(options.sendProfile ?? 'AUTO', 'VP8');
  const track = await capture('camera', {
    video: {
      ...exactly(options.deviceId),
      ...(options.facingMode ? { facingMode: options.facingMode } : {}),
      width: { ideal: Math.round((maxHeight * 16) / 9) },
      height: { ideal: maxHeight },
      frameRate: { ideal: maxFrameRate, max: Math.max(30, maxFrameRate) },
    },
  });
  track.contentHint = 'motion';
  return track;
}

/** What the person chooses to show. To be called from a click. Throws DeviceError; DISMISSED when they chose nothing. */
export async function captureScreen(): Promise<ScreenCapture> {
  const devices = mediaDevices('screen');
  if (!('getDisplayMedia' in devices)) throw new DeviceError('UNSUPPORTED', 'screen');
  try {
    const stream = await devices.getDisplayMedia({ video: { frameRate: { max: 30 } }, audio: true });
    const [video] = stream.getVideoTracks();
    const [audio] = stream.getAudioTracks();
    if (!video) throw new DeviceError('UNSUPPORTED', 'screen');
    // Sharp text before smooth motion.
    video.contentHint = 'detail';
    if (audio) audio.contentHint = 'music';
    return { video, audio };
  } catch (error) {
    throw error instanceof DeviceError ? error : toDeviceError(error, 'screen');
  }
}

/** Whether this browser can share screens at all. */
export function canShareScreen(): boolean {
  return (
    typeof navigator !== 'undefined' &&
    navigator.mediaDevices !== undefined &&
    'getDisplayMedia' in navigator.mediaDevices
  );
}

async function capture(
  device: 'microphone' | 'camera',
  constraints: MediaStreamConstraints,
): Promise<MediaStreamTrack> {
  const devices = mediaDevices(device);
  try {
    const stream = await devices.getUserMedia(constraints);
    const [track] = stream.getTracks();
    if (!track) throw new DeviceError('MISSING', device);
    return track;
  } catch (error) {
    throw error instanceof DeviceError ? error : toDeviceError(error, device);
  }
}

function mediaDevices(device: DeviceKind): MediaDevices {
  // Insecure contexts have no `mediaDevices` at all (Media Capture and Streams, section 9.1).
  if (!globalThis.isSecureContext) throw new DeviceError('INSECURE_CONTEXT', device);
  if (!navigator.mediaDevices) throw new DeviceError('UNSUPPORTED', device);
  return navigator.mediaDevices;
}

function exactly(deviceId: string | undefined): MediaTrackConstraints {
  return deviceId ? { deviceId: { exact: deviceId } } : {};
}
