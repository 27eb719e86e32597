import { Refusal } from '@videocall/errors';
import type { CallRegistry } from '../media/call-registry.js';
import type { LayerDirector } from '../media/layer-director.js';

/** A peer mutes or unmutes a track of its own. */
export class SetTrackMuted {
  readonly #registry: CallRegistry;
  readonly #director: LayerDirector;

  constructor(registry: CallRegistry, director: LayerDirector) {
    this.#registry = registry;
    this.#director = director;
  }

  /**
   * @returns the call's media revision after it
   * @throws Refusal PEER_NOT_FOUND, TRACK_NOT_FOUND, MUTED_BY_HOST when unmuting what a host muted
   */
  async execute(peerId: string, trackId: string, muted: boolean): Promise<number> {
    const { call, peer } = this.#registry.get(peerId);
    const track = call.tracks.get(trackId);
    if (track?.peer !== peer) throw new Refusal('TRACK_NOT_FOUND');
    if (!muted && track.mutedByHost) throw new Refusal('MUTED_BY_HOST');
    if (track.muted !== muted) {
      track.muted = muted;
      await track.applyMuted();
      if (call.tracks.has(trackId)) call.trackUpdated(track);
      this.#director.refreshCall(call);
    }
    return call.revision;
  }
}
