import { Refusal } from '@videocall/errors';
import type { sfuV1 } from '@videocall/contracts';
import type { Logger } from '@videocall/platform-logging';
import type { RtpCapabilities } from 'mediasoup/types';
import type { PeerPolicy } from '../domain/peer-policy.js';
import { capReceiving } from '../media/bandwidth-caps.js';
import type { CallMedia } from '../media/call-media.js';
import type { CallRegistry } from '../media/call-registry.js';
import type { ConnectionWatch } from '../media/connection-watch.js';
import type { LayerDirector } from '../media/layer-director.js';
import { Peer } from '../media/peer.js';
import { PeerTransport } from '../media/peer-transport.js';
import type { NodeIdentity } from './node-identity.js';
import type { SetPeerPolicy } from './set-peer-policy.js';
import { snapshotOf } from './snapshot.js';

export interface OpenPeerCommand {
  readonly callId: string;
  readonly participantId: string;
  readonly peerId: string;
  /** What the peer can receive; undefined: it has no WebRTC and gets no transports. */
  readonly rtpCapabilities: RtpCapabilities | undefined;
  readonly codecListHash: string;
  readonly policy: PeerPolicy;
}

interface OpenPeerNeeds {
  readonly identity: NodeIdentity;
  readonly registry: CallRegistry;
  readonly director: LayerDirector;
  readonly watch: ConnectionWatch;
  readonly setPeerPolicy: SetPeerPolicy;
  readonly log: Logger;
}

/** Lets a participant's device into a call's media: everything it needs, in one go. */
export class OpenPeer {
  readonly #needs: OpenPeerNeeds;
  readonly #opening = new Map<string, Promise<void>>();

  constructor(needs: OpenPeerNeeds) {
    this.#needs = needs;
  }

  /** @throws Refusal NODE_DRAINING, CODEC_LIST_OUTDATED, WORKER_UNAVAILABLE */
  async execute(command: OpenPeerCommand): Promise<sfuV1.PeerSnapshot> {
    const { registry, identity, setPeerPolicy } = this.#needs;
    const known = registry.find(command.peerId);
    if (known) {
      if (command.policy.version > known.peer.policy.version)
        await setPeerPolicy.execute(command.peerId, command.policy);
    } else {
      const opening =
        this.#opening.get(command.peerId) ?? this.#open(command).finally(() => this.#opening.delete(command.peerId));
      this.#opening.set(command.peerId, opening);
      await opening;
    }
    return snapshotOf(registry.get(command.peerId), identity);
  }

  async #open(command: OpenPeerCommand): Promise<void> {
    const { identity, registry, director, watch } = this.#needs;
    if (identity.draining && !registry.call(command.callId)) throw new Refusal('NODE_DRAINING');
    if (command.rtpCapabilities && command.codecListHash !== identity.codecList.hash)
      throw new Refusal('CODEC_LIST_OUTDATED');
    await registry.join(command.callId, async (call) => {
      const peer = await this.#peer(command, call);
      call.addPeer(peer);
      watch.follow(peer);
      await call.subscribe([...call.tracks.values()].map((track) => [peer, track] as const));
      director.refreshCall(call);
    });
  }

  async #peer(
    { callId, participantId, peerId, rtpCapabilities, policy }: OpenPeerCommand,
    call: CallMedia,
  ): Promise<Peer> {
    const open = (direction: 'SEND' | 'RECEIVE') => PeerTransport.open(direction, call.router, call.worker.server);
    const transports = rtpCapabilities ? await Promise.all([open('SEND'), open('RECEIVE')]) : [];
    const peer = new Peer({
      id: peerId,
      callId,
      participantId,
      policy,
      rtpCapabilities,
      transports,
      log: this.#needs.log,
    });
    await capReceiving(peer);
    return peer;
  }
}
