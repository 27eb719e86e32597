import type { types } from 'mediasoup-client';
import type { CreateDevice } from './media-device.js';

/** How media may go: over UDP or over TCP. */
export type MediaProtocol = 'udp' | 'tcp';

/** Devices whose transports are offered only the server's candidates of one protocol, as on a network that blocks the other. */
export function onlyOver(protocol: MediaProtocol, create: CreateDevice): CreateDevice {
  return async () => {
    const device = await create();
    const narrowed = <T extends types.AppData>(options: types.TransportOptions<T>) => ({
      ...options,
      iceCandidates: options.iceCandidates.filter((candidate) => candidate.protocol === protocol),
    });
    const { createSendTransport, createRecvTransport } = device;
    device.createSendTransport = (options) => createSendTransport.call(device, narrowed(options)) as never;
    device.createRecvTransport = (options) => createRecvTransport.call(device, narrowed(options)) as never;
    return device;
  };
}
