import type { ClientDuplexStream } from '@grpc/grpc-js';
import type { sfuV1 } from '@videocall/contracts';

export type PeerListener = (notification: sfuV1.PeerNotification) => void;

type Stream = ClientDuplexStream<sfuV1.AttachRequest, sfuV1.PeerNotification>;

interface AttachedPeer {
  readonly ticket: string;
  readonly listener: PeerListener;
}

const FIRST_PAUSE_MS = 50;
const LAST_PAUSE_MS = 1_000;

/**
 * The one stream of notifications from a sfu-node, for all peers that this gateway speaks for. When it breaks while
 * there are peers it is opened again, and every peer attached again; each one's listener then hears `attached` with the revision of that moment.
 */
export class AttachStream {
  readonly #open: () => Stream;
  readonly #onBroken: (error: Error) => void;
  readonly #peers = new Map<string, AttachedPeer>();
  #stream: Stream | undefined;
  #retry: NodeJS.Timeout | undefined;
  #pauseMs = FIRST_PAUSE_MS;
  #closed = false;

  /**
   * @param open starts the stream
   * @param onBroken is told when it broke, for the log
   */
  constructor(open: () => Stream, onBroken: (error: Error) => void) {
    this.#open = open;
    this.#onBroken = onBroken;
  }

  /** From now on `listener` hears of the peer, and whoever did before no more. */
  attach(peerId: string, ticket: string, listener: PeerListener): void {
    this.#peers.set(peerId, { ticket, listener });
    if (this.#stream) this.#stream.write(attachRequest(ticket));
    else this.#connect();
  }

  /**
   * Ends what `attach` began, unless somebody else attached the peer since.
   *
   * @param close the client has moved to another node, so that this one may close the peer
   */
  detach(peerId: string, listener: PeerListener, close = false): void {
    if (this.#peers.get(peerId)?.listener !== listener) return;
    this.#peers.delete(peerId);
    this.#stream?.write({ action: { $case: 'detach', value: { peerId, close } } });
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#stream?.end();
  }

  #connect(): void {
    if (this.#closed || this.#retry) return;
    const stream = this.#open();
    this.#stream = stream;
    stream.on('data', (notification: sfuV1.PeerNotification) => {
      this.#pauseMs = FIRST_PAUSE_MS;
      this.#peers.get(notification.peerId)?.listener(notification);
    });
    // grpc-js ends a failed stream with `error`, an orderly one with `end`, and may emit both.
    stream.on('error', (error) => this.#reconnect(stream, error));
    stream.on('end', () => this.#reconnect(stream, new Error('the sfu-node ended the stream')));
    for (const { ticket } of this.#peers.values()) stream.write(attachRequest(ticket));
  }

  #reconnect(stream: Stream, error: Error): void {
    if (this.#closed || this.#stream !== stream) return;
    this.#stream = undefined;
    // Told once; trying again and failing is no news.
    if (this.#pauseMs === FIRST_PAUSE_MS) this.#onBroken(error);
    if (this.#peers.size === 0) return;
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      this.#connect();
    }, this.#pauseMs);
    this.#pauseMs = Math.min(this.#pauseMs * 2, LAST_PAUSE_MS);
  }
}

function attachRequest(ticket: string): sfuV1.AttachRequest {
  return { action: { $case: 'attach', value: { ticket } } };
}
