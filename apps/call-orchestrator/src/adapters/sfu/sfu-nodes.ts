import type { OnApplicationShutdown } from '@nestjs/common';
import { callV1, sfuV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import type { TlsMaterial } from '@videocall/platform-grpc';
import { MediaNodes, type CodecList, type OpenPeer, type PeerOpened } from '../../application/ports/media-nodes.js';
import type { CallId, PeerId } from '../../domain/ids.js';
import type { MediaNode } from '../../domain/call.js';
import type { KnownNode } from '../../domain/placement.js';
import type { PeerPolicy } from '../../domain/policy.js';
import { policyMessage } from './messages.js';
import { SfuNode } from './sfu-node.js';

/** Opening a peer may create a router first; well below the time a place is reserved for. */
const OPEN_PEER_DEADLINE_MS = 5_000;

/** The sfu-nodes of the configuration. */
export class SfuNodes extends MediaNodes implements OnApplicationShutdown {
  readonly all: readonly SfuNode[];

  /** @param addresses `host:port` of each node's gRPC */
  constructor(addresses: readonly string[], tls: TlsMaterial) {
    super();
    this.all = addresses.map((address) => new SfuNode(address, tls));
  }

  get known(): readonly KnownNode[] {
    return this.all.flatMap(({ known }) => known ?? []);
  }

  get someUnseen(): boolean {
    return this.all.some(({ known, state }) => !known && state !== 'LOST');
  }

  get codecList(): CodecList | undefined {
    const up = this.all.find(({ known }) => known?.state === 'UP');
    return (up ?? this.all.find(({ codecList }) => codecList))?.codecList;
  }

  addressOf(nodeId: string): string | undefined {
    return this.#find(nodeId)?.address;
  }

  async openPeer({ nodeId }: MediaNode, peer: OpenPeer): Promise<PeerOpened> {
    const request = { ...peer, policy: policyMessage(peer.policy) };
    const { bootId, snapshot } = await this.#client(nodeId).openPeer(request, { deadlineMs: OPEN_PEER_DEADLINE_MS });
    if (!snapshot) throw new Refusal('INTERNAL', { message: 'the sfu-node opened a peer without a snapshot' });
    return {
      bootId,
      policyVersion: snapshot.policy?.version ?? peer.policy.version,
      snapshot: Uint8Array.from(Buffer.from(JSON.stringify(sfuV1.PeerSnapshot.toJSON(snapshot)))),
    };
  }

  async closePeer(nodeId: string, peerId: PeerId, reason: string): Promise<void> {
    await this.#client(nodeId).closePeer({ peerId, reason });
  }

  async closeCall(nodeId: string, callId: CallId, reason: string): Promise<void> {
    await this.#client(nodeId).closeCall({ callId, reason });
  }

  async askToMove(nodeId: string, callId: CallId): Promise<void> {
    await this.#client(nodeId).moveCall({ callId });
  }

  async setPeerPolicy(nodeId: string, peerId: PeerId, policy: PeerPolicy): Promise<void> {
    await this.#client(nodeId).setPeerPolicy({ peerId, policy: policyMessage(policy) });
  }

  async setQualityCeiling(nodeId: string, ceiling: 'MEDIUM' | 'LOW' | null): Promise<void> {
    await this.#client(nodeId).setQualityCeiling({
      ceiling: ceiling ? callV1.QualityProfile[ceiling] : callV1.QualityProfile.UNSPECIFIED,
    });
  }

  onApplicationShutdown(): void {
    for (const { client } of this.all) client.close();
  }

  #client(nodeId: string): SfuNode['client'] {
    const node = this.#find(nodeId);
    if (!node) throw new Refusal('SERVICE_UNAVAILABLE');
    return node.client;
  }

  #find(nodeId: string): SfuNode | undefined {
    return this.all.find(({ known }) => known?.nodeId === nodeId);
  }
}
