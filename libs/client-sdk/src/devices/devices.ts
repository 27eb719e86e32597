import { Store, type ReadableStore } from '../store.js';

export interface DeviceList {
  readonly microphones: readonly MediaDeviceInfo[];
  readonly cameras: readonly MediaDeviceInfo[];
  /** Empty where the browser lets nobody choose. */
  readonly speakers: readonly MediaDeviceInfo[];
}

export const NO_DEVICES: DeviceList = { microphones: [], cameras: [], speakers: [] };

/** The devices there are. Before permission is given, browsers hide labels and ids: those entries are left out. */
export async function listDevices(): Promise<DeviceList> {
  if (!navigator.mediaDevices) return NO_DEVICES;
  const all = (await navigator.mediaDevices.enumerateDevices()).filter(({ deviceId }) => deviceId !== '');
  const ofKind = (kind: MediaDeviceKind) => all.filter((device) => device.kind === kind);
  return { microphones: ofKind('audioinput'), cameras: ofKind('videoinput'), speakers: ofKind('audiooutput') };
}

/** What was plugged in between two lists: by device, not by its aliases `default` and `communications`. */
export function addedDevices(before: DeviceList, after: DeviceList): readonly MediaDeviceInfo[] {
  const known = new Set(everyDevice(before).map(({ kind, deviceId }) => `${kind} ${deviceId}`));
  // An empty list only means that nothing was known yet.
  if (known.size === 0) return [];
  return everyDevice(after).filter(
    ({ kind, deviceId }) =>
      !known.has(`${kind} ${deviceId}`) && deviceId !== 'default' && deviceId !== 'communications',
  );
}

function everyDevice(list: DeviceList): readonly MediaDeviceInfo[] {
  return [...list.microphones, ...list.cameras, ...list.speakers];
}

/** The list, kept up to date while the page lives. */
export class DeviceWatch {
  readonly #store = new Store<DeviceList>(NO_DEVICES);
  readonly #changed = () => void this.refresh();

  constructor() {
    navigator.mediaDevices?.addEventListener('devicechange', this.#changed);
    void this.refresh();
  }

  get devices(): ReadableStore<DeviceList> {
    return this.#store;
  }

  /** Asks anew: also after a permission was given, since only then the browser shows names. */
  async refresh(): Promise<void> {
    this.#store.set(await listDevices());
  }

  stop(): void {
    navigator.mediaDevices?.removeEventListener('devicechange', this.#changed);
  }
}

export type Permission = 'granted' | 'denied' | 'prompt' | 'unknown';

/** Whether a device may be used, without asking for it; `unknown` where the browser does not tell (Firefox, older Safari). */
export async function devicePermission(device: 'microphone' | 'camera'): Promise<Permission> {
  try {
    const { state } = await navigator.permissions.query({ name: device });
    return state;
  } catch {
    // A TypeError: this browser knows no permission of that name.
    return 'unknown';
  }
}

/** Whether one can choose where sound comes out. */
export function canSelectSpeaker(): boolean {
  return typeof HTMLMediaElement !== 'undefined' && 'setSinkId' in HTMLMediaElement.prototype;
}
