import type { LocalTrackView } from '../state/active-call-state.js';
import { addedDevices, DeviceWatch, type DeviceList } from './devices.js';

export interface HotPlugActions {
  local(source: 'MICROPHONE' | 'CAMERA'): LocalTrackView | undefined;
  /** A device was plugged in. */
  added(device: MediaDeviceInfo): void;
  /** The system's default microphone is another one now, and that is what was chosen. */
  followDefault(): void;
}

/** What plugging devices in and out means during a call. A device that is lost ends its track, which `LocalMedia` sees. */
export class HotPlug {
  readonly #watch = new DeviceWatch();
  #known: DeviceList = this.#watch.devices.getState();
  readonly #unsubscribe: () => void;

  constructor(private readonly actions: HotPlugActions) {
    this.#unsubscribe = this.#watch.devices.subscribe(() => this.#changed(this.#watch.devices.getState()));
  }

  stop(): void {
    this.#unsubscribe();
    this.#watch.stop();
  }

  #changed(devices: DeviceList): void {
    const before = this.#known;
    this.#known = devices;
    if (this.actions.local('MICROPHONE')?.deviceId === 'default' && defaultGroup(before) !== undefined) {
      if (defaultGroup(devices) !== defaultGroup(before)) return this.actions.followDefault();
    }
    for (const device of addedDevices(before, devices)) this.actions.added(device);
  }
}

/** Which real device stands behind the alias `default` (Chromium). */
function defaultGroup(devices: DeviceList): string | undefined {
  return devices.microphones.find(({ deviceId }) => deviceId === 'default')?.groupId;
}
