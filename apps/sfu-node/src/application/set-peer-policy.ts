import { Refusal } from '@videocall/errors';
import type { PeerPolicy } from '../domain/peer-policy.js';
import { capReceiving, capSending } from '../media/bandwidth-caps.js';
import type { CallMedia } from '../media/call-media.js';
import type { CallRegistry } from '../media/call-registry.js';
import type { LayerDirector } from '../media/layer-director.js';
import type { Peer } from '../media/peer.js';

/** Changes what a peer may do, and makes what it does follow. */
export class SetPeerPolicy {
  readonly #registry: CallRegistry;
  readonly #director: LayerDirector;

  constructor(registry: CallRegistry, director: LayerDirector) {
    this.#registry = registry;
    this.#director = director;
  }

  /** @throws Refusal PEER_NOT_FOUND, POLICY_VERSION_OUTDATED */
  async execute(peerId: string, policy: PeerPolicy): Promise<void> {
    const { call, peer } = this.#registry.get(peerId);
    if (policy.version <= peer.policy.version) throw new Refusal('POLICY_VERSION_OUTDATED');
    peer.policy = policy;
    for (const track of call.tracksOf(peer)) {
      if (!policy.allowedSources.has(track.source)) call.removeTrack(track);
    }
    await Promise.all([
      this.#applyHostMutes(call, peer),
      this.#applySubscribing(call, peer),
      capReceiving(peer),
      capSending(call, peer),
    ]);
    this.#director.refreshCall(call);
  }

  /** A host mutes; only the participant unmutes, once the host allows it again. */
  async #applyHostMutes(call: CallMedia, peer: Peer): Promise<void> {
    for (const track of call.tracksOf(peer)) {
      const mutedByHost = peer.policy.mutedByHost.has(track.source);
      if (mutedByHost === track.mutedByHost) continue;
      track.mutedByHost = mutedByHost;
      track.muted ||= mutedByHost;
      await track.applyMuted();
      call.trackUpdated(track);
    }
  }

  async #applySubscribing(call: CallMedia, peer: Peer): Promise<void> {
    if (!peer.policy.canSubscribe) {
      call.unsubscribe([...peer.subscriptions.values()]);
      return;
    }
    const others = [...call.tracks.values()].filter((track) => track.peer !== peer);
    await call.subscribe(others.map((track) => [peer, track] as const));
  }
}
