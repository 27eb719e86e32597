import type { sfuV1 } from '@videocall/contracts';
import type { CallMedia } from '../media/call-media.js';
import type { CallRegistry } from '../media/call-registry.js';
import type { LayerDirector } from '../media/layer-director.js';
import type { NodeEvents } from '../media/node-events.js';
import { qualityOf } from '../media/peer-quality.js';
import type { Mailbox, PeerMailboxes } from '../media/peer-mailboxes.js';

/** A gateway begins to carry a peer's notifications. */
export class AttachPeer {
  readonly #registry: CallRegistry;
  readonly #mailboxes: PeerMailboxes;
  readonly #director: LayerDirector;
  readonly #nodeEvents: NodeEvents;

  constructor(registry: CallRegistry, mailboxes: PeerMailboxes, director: LayerDirector, nodeEvents: NodeEvents) {
    this.#nodeEvents = nodeEvents;
    this.#registry = registry;
    this.#mailboxes = mailboxes;
    this.#director = director;
  }

  /**
   * Tells the revision first, then what no snapshot holds.
   *
   * @throws Refusal PEER_NOT_FOUND
   */
  execute(peerId: string, mailbox: Mailbox): void {
    const { call, peer } = this.#registry.get(peerId);
    const attached: sfuV1.PeerNotification = {
      peerId,
      revision: 0,
      event: { $case: 'attached', value: { revision: call.revision } },
    };
    mailbox(attached);
    this.#mailboxes.attach(peerId, mailbox);
    for (const track of call.tracksOf(peer)) this.#director.command(call, track);
    for (const value of verdictsIn(call)) call.tell(peer, { $case: 'connectionQuality', value });
  }

  /** Calls `end` when this process ends, until the function returned is called. */
  onEnd(end: () => void): () => void {
    this.#nodeEvents.once('end', end);
    return () => this.#nodeEvents.off('end', end);
  }

  detach(peerId: string, mailbox: Mailbox): void {
    this.#mailboxes.detach(peerId, mailbox);
  }
}

function verdictsIn(call: CallMedia): sfuV1.ConnectionQuality[] {
  return [...call.peers.values()].flatMap((peer) => qualityOf(peer) ?? []);
}
