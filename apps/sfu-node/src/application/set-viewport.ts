import type { PictureSize } from '@videocall/quality-profiles';
import type { CallRegistry } from '../media/call-registry.js';
import type { LayerDirector } from '../media/layer-director.js';

/** A peer tells what it shows, and how large (MEDIA-4). */
export class SetViewport {
  readonly #registry: CallRegistry;
  readonly #director: LayerDirector;

  constructor(registry: CallRegistry, director: LayerDirector) {
    this.#registry = registry;
    this.#director = director;
  }

  /**
   * @param shown by track id, in device pixels; 0 × 0: not shown. Tracks not named stay as they were, unknown ones are
   *   passed over.
   * @throws Refusal PEER_NOT_FOUND
   */
  execute(peerId: string, shown: ReadonlyMap<string, PictureSize>): void {
    const { call, peer } = this.#registry.get(peerId);
    for (const [trackId, size] of shown) {
      const track = call.tracks.get(trackId);
      if (!track) continue;
      peer.shown.set(trackId, size);
      this.#director.refresh(call, track);
    }
  }
}
