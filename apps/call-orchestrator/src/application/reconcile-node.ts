import { Injectable } from '@nestjs/common';
import type { Call, MediaNode } from '../domain/call.js';
import type { CallId, PeerId } from '../domain/ids.js';
import { callMediaLost, connectionBack, connectionLost, isAt, peerGone } from '../domain/media-health.js';
import { SCREEN_PUBLISH_MS } from '../domain/rules.js';
import { releaseScreenShare } from '../domain/screen-share.js';
import { MediaDelivery } from './media-delivery.js';
import { Mutations } from './mutations.js';
import type { PeerConnection } from './node-reports.js';
import { OperatorRules } from './operator-rules.js';
import { CallDatabase, type PlacedPeer } from './ports/call-database.js';
import { MediaNodes } from './ports/media-nodes.js';

/** A peer as its node holds it. */
export interface HeldPeer {
  readonly peerId: PeerId;
  readonly connection: PeerConnection;
  readonly policyVersion: number;
  readonly sharingScreen: boolean;
}

/**
 * Brings the database and an sfu-node to agree, each time the node begins to be watched: after a restart of either, and after
 * a broken connection. The database says who should be inside, the node says whose media there is.
 */
@Injectable()
export class ReconcileNode {
  readonly #database: CallDatabase;
  readonly #mutations: Mutations;
  readonly #delivery: MediaDelivery;
  readonly #nodes: MediaNodes;
  readonly #rules: OperatorRules;

  constructor(
    database: CallDatabase,
    mutations: Mutations,
    delivery: MediaDelivery,
    nodes: MediaNodes,
    rules: OperatorRules,
  ) {
    this.#database = database;
    this.#mutations = mutations;
    this.#delivery = delivery;
    this.#nodes = nodes;
    this.#rules = rules;
  }

  /** What nodes should hold; asked before a node is, so that whoever joins meanwhile is not missed there. */
  async expectedPeers(): Promise<readonly PlacedPeer[]> {
    return await this.#database.placedPeers();
  }

  async reconcile(node: MediaNode, held: readonly HeldPeer[], expected: readonly PlacedPeer[]): Promise<void> {
    await this.#endOldBoots(node);
    const peerIds = held.map(({ peerId }) => peerId);
    const [known, kept] = await Promise.all([this.#database.knownPeers(peerIds), this.#database.peersKept(peerIds)]);

    const findings = new Findings();
    for (const peer of held) {
      const placed = known.get(peer.peerId);
      if (placed?.participant.mediaLost) await this.#nodes.closePeer(node.nodeId, peer.peerId, 'MEDIA_LOST');
      else if (placed && isAt(placed, node)) findings.add(placed.callId, (call) => this.#compare(call, peer));
      else if (!kept.has(peer.peerId)) await this.#nodes.closePeer(node.nodeId, peer.peerId, 'LEFT');
    }
    const heldIds = new Set(held.map(({ peerId }) => peerId));
    for (const { callId, participant, ...placement } of expected) {
      if (!isAt(placement, node) || heldIds.has(participant.peerId)) continue;
      findings.add(callId, (call) => {
        const missed = call.byPeer(participant.peerId);
        if (missed) peerGone(call, missed, this.#rules);
      });
    }
    for (const [callId, compare] of findings.byCall) await this.#mutations.bySystem(callId, compare);
    await this.#delivery.deliverOutstanding();
  }

  /** Calls that another process of the node carried have lost their media. */
  async #endOldBoots({ nodeId, bootId }: MediaNode): Promise<void> {
    for (const { callId, ...place } of await this.#database.placedCalls()) {
      if (place.nodeId !== nodeId || place.bootId === bootId) continue;
      await this.#mutations.bySystem(callId, (call) => callMediaLost(call, place, this.#rules));
    }
  }

  #compare(call: Call, peer: HeldPeer): void {
    const participant = call.byPeer(peer.peerId);
    if (!participant) return;
    // The node may have been told less than is noted: the highest version counts there.
    if (participant.policyConfirmedVersion > peer.policyVersion) {
      call.updateParticipant(participant.id, { policyConfirmedVersion: peer.policyVersion });
    }
    if (peer.connection === 'LOST') connectionLost(call, participant, this.#rules);
    if (peer.connection === 'CONNECTED') connectionBack(call, participant);
    const { screenSharerId, screenSince } = call.data;
    const isLate = screenSince !== null && call.now.getTime() - screenSince.getTime() > SCREEN_PUBLISH_MS;
    if (screenSharerId === participant.id && !peer.sharingScreen && isLate) releaseScreenShare(call, participant);
  }
}

/** What is to be looked at in each call, in one transaction each. */
class Findings {
  readonly byCall = new Map<CallId, (call: Call) => void>();

  add(callId: CallId, finding: (call: Call) => void): void {
    const earlier = this.byCall.get(callId);
    this.byCall.set(callId, (call) => {
      earlier?.(call);
      finding(call);
    });
  }
}
