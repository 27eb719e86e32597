import { addedDevices, NO_DEVICES, type DeviceList } from './devices.js';

const microphone = (deviceId: string) =>
  ({ kind: 'audioinput', deviceId, label: deviceId, groupId: 'g', toJSON: () => undefined }) satisfies MediaDeviceInfo;
const list = (...ids: readonly string[]): DeviceList => ({ ...NO_DEVICES, microphones: ids.map(microphone) });

describe('addedDevices', () => {
  it('names what was plugged in, not the aliases of the system', () => {
    const added = addedDevices(list('built-in'), list('default', 'communications', 'built-in', 'headset'));
    expect(added.map(({ deviceId }) => deviceId)).toEqual(['headset']);
  });

  it('takes nothing for new when the browser shows its devices for the first time', () => {
    expect(addedDevices(NO_DEVICES, list('built-in', 'headset'))).toEqual([]);
  });
});
