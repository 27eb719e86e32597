import { Refusal } from '@videocall/errors';
import type { CallRegistry } from '../media/call-registry.js';
import type { LayerDirector } from '../media/layer-director.js';

/** A peer ceases to send a track. */
export class UnpublishTrack {
  readonly #registry: CallRegistry;
  readonly #director: LayerDirector;

  constructor(registry: CallRegistry, director: LayerDirector) {
    this.#registry = registry;
    this.#director = director;
  }

  /**
   * @returns the call's media revision after it
   * @throws Refusal PEER_NOT_FOUND, TRACK_NOT_FOUND (also for another peer's track)
   */
  execute(peerId: string, trackId: string): number {
    const { call, peer } = this.#registry.get(peerId);
    const track = call.tracks.get(trackId);
    if (track?.peer !== peer) throw new Refusal('TRACK_NOT_FOUND');
    call.removeTrack(track);
    // Camera and screen divide the cap between them.
    this.#director.refreshCall(call);
    return call.revision;
  }
}
