import type { DeviceProblem } from '@videocall/client-sdk';

const TITLES = {
  camera: {
    DENIED: 'denied.camera',
    DISMISSED: 'denied.cameraNotAllowed',
    IN_USE: 'denied.cameraInUse',
    MISSING: 'denied.cameraMissing',
    INSECURE_CONTEXT: 'denied.failed',
    UNSUPPORTED: 'denied.failed',
  },
  microphone: {
    DENIED: 'denied.microphone',
    DISMISSED: 'denied.microphoneNotAllowed',
    IN_USE: 'denied.microphoneInUse',
    MISSING: 'denied.microphoneMissing',
    INSECURE_CONTEXT: 'denied.failedMicrophone',
    UNSUPPORTED: 'denied.failedMicrophone',
  },
} as const;

type DeviceProblemTitle = (typeof TITLES)['camera' | 'microphone'][DeviceProblem];

/** The text that says what is wrong with a device. */
export function deviceProblemTitle(device: 'camera' | 'microphone', problem: DeviceProblem): DeviceProblemTitle {
  return TITLES[device][problem];
}
