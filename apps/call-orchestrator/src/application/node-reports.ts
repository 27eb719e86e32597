import { Injectable } from '@nestjs/common';
import type { Call, MediaNode } from '../domain/call.js';
import type { CallId, PeerId } from '../domain/ids.js';
import { callMediaLost, connectionBack, connectionLost, isAt, peerGone } from '../domain/media-health.js';
import type { Participant } from '../domain/participant.js';
import { releaseScreenShare } from '../domain/screen-share.js';
import { Mutations } from './mutations.js';
import { OperatorRules } from './operator-rules.js';
import { CallDatabase } from './ports/call-database.js';
import { MediaNodes } from './ports/media-nodes.js';

/** How an sfu-node sees a peer's media and signalling. NEW: not connected yet. */
export type PeerConnection = 'NEW' | 'CONNECTED' | 'LOST';

/**
 * What sfu-nodes report while they are watched. Each orchestrator that runs hears the same: the call's lock puts them in a
 * row, and who comes second finds nothing left to do.
 */
@Injectable()
export class NodeReports {
  readonly #mutations: Mutations;
  readonly #database: CallDatabase;
  readonly #nodes: MediaNodes;
  readonly #rules: OperatorRules;

  constructor(mutations: Mutations, database: CallDatabase, nodes: MediaNodes, rules: OperatorRules) {
    this.#mutations = mutations;
    this.#database = database;
    this.#nodes = nodes;
    this.#rules = rules;
  }

  async connectionChanged(callId: CallId, peerId: PeerId, connection: PeerConnection): Promise<void> {
    if (connection === 'NEW') return;
    await this.#onPeer(callId, peerId, (call, participant) => {
      if (connection === 'LOST') connectionLost(call, participant, this.#rules);
      else connectionBack(call, participant);
    });
  }

  /** The node closed the peer, by itself or as it was told. */
  async peerClosed(callId: CallId, peerId: PeerId): Promise<void> {
    await this.#database.peersClosed([peerId]);
    await this.#onPeer(callId, peerId, (call, participant) => peerGone(call, participant, this.#rules));
  }

  /** The participant's screen is published no longer on this node; it may be on another, to which the participant moved. */
  async screenUnpublished(callId: CallId, participantId: string, node: MediaNode): Promise<void> {
    await this.#mutations.bySystem(callId, (call) => {
      const sharer = call.present.find(({ id }) => id === participantId);
      if (sharer && isAt(call.placeOf(sharer), node)) releaseScreenShare(call, sharer);
    });
  }

  async callMediaLost(callId: CallId, node: MediaNode): Promise<void> {
    await this.#mutations.bySystem(callId, (call) => callMediaLost(call, node, this.#rules));
  }

  /** A node has been out of sight for so long that its calls move: those inside are told to enter anew, elsewhere. */
  async nodesLost(): Promise<void> {
    for (const { callId, ...place } of await this.#database.placedCalls()) {
      const node = this.#nodes.known.find(({ nodeId }) => nodeId === place.nodeId);
      if (node && node.state !== 'LOST') continue;
      await this.#mutations.bySystem(callId, (call) => callMediaLost(call, place, this.#rules));
    }
  }

  async #onPeer(callId: CallId, peerId: PeerId, decide: (call: Call, participant: Participant) => void): Promise<void> {
    await this.#mutations.bySystem(callId, (call) => {
      const participant = call.byPeer(peerId);
      if (participant) decide(call, participant);
    });
  }
}
