import type { sfuV1 } from '@videocall/contracts';

/** Takes notifications of single peers to their gateway, in the order they were handed over. */
export type Mailbox = (notification: sfuV1.PeerNotification) => void;

/** Which gateway each peer's notifications go to. The last one that attached a peer has it. */
export class PeerMailboxes {
  readonly #mailboxes = new Map<string, Mailbox>();

  /** The gateway that had the peer before is told that its client came back elsewhere. */
  attach(peerId: string, mailbox: Mailbox): void {
    const older = this.#mailboxes.get(peerId);
    this.#mailboxes.set(peerId, mailbox);
    if (older && older !== mailbox)
      older({ peerId, revision: 0, event: { $case: 'peerGone', value: { reason: 'REPLACED' } } });
  }

  /** Does nothing where another gateway has attached the peer since. */
  detach(peerId: string, mailbox: Mailbox): void {
    if (this.#mailboxes.get(peerId) === mailbox) this.#mailboxes.delete(peerId);
  }

  /** The peer is gone from this node. */
  forget(peerId: string): void {
    this.#mailboxes.delete(peerId);
  }

  isAttached(peerId: string): boolean {
    return this.#mailboxes.has(peerId);
  }

  /** Lost where nobody is attached: the client takes a snapshot when it comes back. */
  send(notification: sfuV1.PeerNotification): void {
    this.#mailboxes.get(notification.peerId)?.(notification);
  }
}
