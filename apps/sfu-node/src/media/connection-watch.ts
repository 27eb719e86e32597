import { sfuV1 } from '@videocall/contracts';
import type { CallRegistry } from './call-registry.js';
import type { MediaMetrics } from './media-metrics.js';
import type { NodeEvents } from './node-events.js';
import type { Peer } from './peer.js';
import type { PeerMailboxes } from './peer-mailboxes.js';

/** Notices which peers are there and which are lost, and closes those that nobody comes back for. */
export class ConnectionWatch {
  readonly #registry: CallRegistry;
  readonly #mailboxes: PeerMailboxes;
  readonly #nodeEvents: NodeEvents;
  readonly #metrics: MediaMetrics;

  constructor(registry: CallRegistry, mailboxes: PeerMailboxes, nodeEvents: NodeEvents, metrics: MediaMetrics) {
    this.#registry = registry;
    this.#mailboxes = mailboxes;
    this.#nodeEvents = nodeEvents;
    this.#metrics = metrics;
  }

  /** From now on the peer's transports are listened to, so that a connection is told of at once. */
  follow(peer: Peer): void {
    for (const { webRtc } of peer.transports) {
      webRtc.on('icestatechange', () => this.#observe(peer, performance.now()));
      webRtc.on('dtlsstatechange', () => this.#observe(peer, performance.now()));
    }
  }

  /** @param now milliseconds, monotonic */
  tick(now: number): void {
    for (const call of this.#registry.calls) {
      for (const peer of call.peers.values()) {
        this.#observe(peer, now);
        if (peer.connection.isAbandoned(now)) this.#registry.closePeer(call, peer, 'CONNECTION_LOST');
      }
    }
  }

  #observe(peer: Peer, now: number): void {
    if (peer.closed) return;
    const ways = { signalling: this.#mailboxes.isAttached(peer.id), media: peer.hasMedia };
    const outcome = peer.firstConnection.observe({ tried: peer.triedMedia, media: ways.media }, now);
    if (outcome) this.#metrics.firstConnection(outcome);
    if (!peer.connection.observe(ways, now)) return;
    if (peer.connection.connection === 'LOST') this.#metrics.connectionLost();
    const { id: peerId, callId, participantId } = peer;
    const connection = sfuV1.PeerConnection[peer.connection.connection];
    this.#nodeEvents.tell({ $case: 'peerConnectionChanged', value: { callId, participantId, peerId, connection } });
  }
}
