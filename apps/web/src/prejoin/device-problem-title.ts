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
  both: {
    DENIED: 'denied.both',
    DISMISSED: 'denied.bothNotAllowed',
    IN_USE: 'denied.bothInUse',
    MISSING: 'denied.bothMissing',
    INSECURE_CONTEXT: 'denied.bothFailed',
    UNSUPPORTED: 'denied.bothFailed',
  },
} as const;

/** Which device, or both of them with the same trouble. */
export type TroubledDevice = keyof typeof TITLES;

type DeviceProblemTitle = (typeof TITLES)[TroubledDevice][DeviceProblem];

/** The text that says what is wrong with a device. */
export function deviceProblemTitle(device: TroubledDevice, problem: DeviceProblem): DeviceProblemTitle {
  return TITLES[device][problem];
}
