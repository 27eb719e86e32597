export type DeviceKind = 'microphone' | 'camera' | 'screen';

/** Why a device gives nothing; each wants other words and another way out. */
export type DeviceProblem =
  /** The person, the browser's settings or the system's privacy settings forbid it. */
  | 'DENIED'
  /** The person closed the browser's question without choosing. */
  | 'DISMISSED'
  /** Another program holds it, or the hardware fails. */
  | 'IN_USE'
  /** There is none, or the chosen one is gone. */
  | 'MISSING'
  /** The page was not loaded over https or from localhost, so the browser gives no devices. */
  | 'INSECURE_CONTEXT'
  /** The browser cannot do it (screen sharing on phones). */
  | 'UNSUPPORTED';

export class DeviceError extends Error {
  override readonly name = 'DeviceError';

  constructor(
    readonly problem: DeviceProblem,
    readonly device: DeviceKind,
    options?: ErrorOptions,
  ) {
    super(`${device}: ${problem}`, options);
  }
}

/**
 * What an error of `getUserMedia` or `getDisplayMedia` means (W3C Media Capture and Streams, section 9.2; Screen Capture,
 * section 5.1; browsers' messages tell apart what the names do not).
 */
export function toDeviceError(error: unknown, device: DeviceKind): DeviceError {
  return new DeviceError(problemOf(error, device), device, { cause: error });
}

function problemOf(error: unknown, device: DeviceKind): DeviceProblem {
  const { name, message } = error instanceof Error ? error : { name: '', message: '' };
  switch (name) {
    case 'NotAllowedError':
      // Chrome: "Permission dismissed"; a screen's picker is only ever cancelled, except where the system forbids capture.
      return /dismissed/i.test(message) || (device === 'screen' && !/system/i.test(message)) ? 'DISMISSED' : 'DENIED';
    case 'SecurityError':
      return 'DENIED';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'MISSING';
    case 'NotReadableError':
    case 'AbortError':
      return 'IN_USE';
    default:
      return 'UNSUPPORTED';
  }
}
