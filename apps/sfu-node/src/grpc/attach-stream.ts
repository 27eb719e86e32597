import { status, type ServerDuplexStream } from '@grpc/grpc-js';
import { sfuV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import { decodeJwt } from 'jose';
import type { AttachPeer } from '../application/attach-peer.js';
import type { CloseMedia } from '../application/close-media.js';
import type { Mailbox } from '../media/peer-mailboxes.js';
import type { PeerTickets } from './peer-tickets.js';

/** A gateway this many notifications behind is cut off: it attaches anew and its clients take snapshots. */
const MAX_BEHIND = 10_000;

/** One gateway's stream: the peers it attached, and their notifications in order. */
export class AttachStream {
  readonly #call: ServerDuplexStream<sfuV1.AttachRequest, sfuV1.PeerNotification>;
  readonly #tickets: PeerTickets;
  readonly #attachPeer: AttachPeer;
  readonly #closeMedia: CloseMedia;
  readonly #peers = new Set<string>();
  readonly #mailbox: Mailbox = (notification) => this.#send(notification);
  readonly #forgetEnd: () => void;
  #ended = false;
  /** Requests are taken one after the other, as they came. */
  #queue = Promise.resolve();

  constructor(
    call: ServerDuplexStream<sfuV1.AttachRequest, sfuV1.PeerNotification>,
    tickets: PeerTickets,
    attachPeer: AttachPeer,
    closeMedia: CloseMedia,
  ) {
    this.#call = call;
    this.#tickets = tickets;
    this.#attachPeer = attachPeer;
    this.#closeMedia = closeMedia;
    this.#forgetEnd = attachPeer.onEnd(() => {
      this.#end();
      call.end();
    });
  }

  start(): void {
    this.#call.on('data', ({ action }: sfuV1.AttachRequest) => {
      this.#queue = this.#queue.then(() => this.#take(action));
    });
    this.#call.on('end', () => {
      this.#end();
      this.#call.end();
    });
    this.#call.on('close', () => this.#end());
    this.#call.on('error', () => this.#end());
    this.#call.on('cancelled', () => this.#end());
  }

  async #take(action: sfuV1.AttachRequest['action']): Promise<void> {
    if (this.#ended || !action) return;
    if (action.$case === 'detach') {
      const { peerId, close } = action.value;
      const wasAttached = this.#peers.delete(peerId);
      this.#attachPeer.detach(peerId, this.#mailbox);
      if (close && wasAttached) this.#closeMedia.peer(peerId, 'REPLACED');
      return;
    }
    await this.#attach(action.value.ticket);
  }

  async #attach(ticket: string): Promise<void> {
    let peerId = claimedPeer(ticket);
    try {
      peerId = await this.#tickets.peerOfTicket(ticket);
      if (this.#ended) return;
      this.#attachPeer.execute(peerId, this.#mailbox);
      this.#peers.add(peerId);
    } catch (error) {
      const reason = error instanceof Refusal ? error.reason : 'INTERNAL';
      this.#send({ peerId, revision: 0, event: { $case: 'attachRefused', value: { reason } } });
    }
  }

  #send(notification: sfuV1.PeerNotification): void {
    if (this.#ended) return;
    this.#call.write(notification);
    if (this.#call.writableLength < MAX_BEHIND) return;
    this.#end();
    this.#call.emit('error', { code: status.RESOURCE_EXHAUSTED, details: 'The stream is not read fast enough.' });
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#forgetEnd();
    for (const peerId of this.#peers) this.#attachPeer.detach(peerId, this.#mailbox);
    this.#peers.clear();
  }
}

/** Whom a refused ticket claimed to be for, so that the gateway knows which of its peers is meant. Not to be believed. */
function claimedPeer(ticket: string): string {
  try {
    const { peer } = decodeJwt(ticket);
    return typeof peer === 'string' ? peer : '';
  } catch {
    return '';
  }
}
