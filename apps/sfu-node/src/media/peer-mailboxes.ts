import type { sfuV1 } from '@videocall/contracts';

/** Takes notifications of single peers to their gateway, in the order they were handed over. */
export type Mailbox = (notification: sfuV1.PeerNotification) => void;

/** Which gateway each peer's notifications go to. The last one that attached a peer has it. */
export class PeerMailboxes {
  readonly #mailboxes = new Map<string, Mailbox>();

  attach(peerId: string, mailbox: Mailbox): void {
    this.#mailboxes.set(peerId, mailbox);
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
