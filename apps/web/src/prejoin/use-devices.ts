import { useEffect, useState } from 'react';
import { type DeviceList, DeviceWatch } from '@videocall/client-sdk';
import { useTranslation } from 'react-i18next';
import type { Choice } from '../ui/field.js';

const NONE: DeviceList = { microphones: [], cameras: [], speakers: [] };

/**
 * The devices there are, kept up to date.
 *
 * @param known changes when a permission was given: only then browsers tell names
 */
export function useDevices(known: unknown): DeviceList {
  const [devices, setDevices] = useState(NONE);
  useEffect(() => {
    const watch = new DeviceWatch();
    const unsubscribe = watch.devices.subscribe(() => setDevices(watch.devices.getState()));
    return () => {
      unsubscribe();
      watch.stop();
    };
  }, [known]);
  return devices;
}

const SYSTEM_DEFAULT = 'default';

/** The choice in a list for a device id; '' is the system's default. */
export function choiceOf(deviceId: string): string {
  return deviceId === '' ? SYSTEM_DEFAULT : deviceId;
}

export function deviceIdOf(choice: string): string {
  return choice === SYSTEM_DEFAULT ? '' : choice;
}

export type DeviceKindName = 'microphone' | 'camera' | 'speaker';

/** Choices for a list of devices, the system's default first; devices without a name are numbered. */
export function useDeviceChoices(kind: DeviceKindName, devices: readonly MediaDeviceInfo[]): readonly Choice[] {
  const { t } = useTranslation();
  const named = devices
    .filter(({ deviceId }) => deviceId !== SYSTEM_DEFAULT && deviceId !== 'communications')
    .map(({ deviceId, label }, index) => ({
      id: deviceId,
      label: label.replace(/\s*\([0-9a-f]{4}:[0-9a-f]{4}\)$/, '') || t(`device.${kind}Number`, { number: index + 1 }),
    }));
  return [{ id: SYSTEM_DEFAULT, label: t('device.systemDefault') }, ...named];
}
