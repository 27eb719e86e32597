import { Refusal } from '@videocall/errors';
import type { IceParameters } from 'mediasoup/types';
import type { CallRegistry } from '../media/call-registry.js';
import type { TransportDirection } from '../media/peer-transport.js';

/** New ICE credentials for a peer whose network changed; media goes on meanwhile. */
export class RestartIce {
  readonly #registry: CallRegistry;

  constructor(registry: CallRegistry) {
    this.#registry = registry;
  }

  /** @throws Refusal PEER_NOT_FOUND, TRANSPORT_NOT_FOUND */
  async execute(
    peerId: string,
    directions: readonly TransportDirection[],
  ): Promise<{ readonly direction: TransportDirection; readonly iceParameters: IceParameters }[]> {
    const { peer } = this.#registry.get(peerId);
    return await Promise.all(
      directions.map(async (direction) => {
        const transport = peer.transport(direction);
        if (!transport) throw new Refusal('TRANSPORT_NOT_FOUND');
        return { direction, iceParameters: await transport.restartIce() };
      }),
    );
  }
}
