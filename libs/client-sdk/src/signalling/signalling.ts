import type {
  Acknowledgement,
  NOTIFICATION_EVENT,
  Notification,
  ReplyOf,
  RequestName,
  RequestOf,
} from '@videocall/signalling';
import { io, type Socket } from 'socket.io-client';
import { CallError, reasonOf, Unanswered } from '../call-error.js';
import { expiresInMs, wantsFreshToken, type GetAccessToken } from './access-tokens.js';

// Only the type is imported, so that the schemas stay out of the page; the compiler keeps the two the same.
const NOTIFICATION: typeof NOTIFICATION_EVENT = 'notification';

/** One try to connect; a blackout must not eat the time of the tries after it. */
const CONNECT_TIMEOUT_MS = 3000;
/** How long an acknowledgement may take: the gateway itself gives up after 10 s, and its word is better than none. */
const ACKNOWLEDGEMENT_TIMEOUT_MS = 12_000;
/** The token is renewed this long before it expires. */
const RENEW_BEFORE_MS = 60_000;
/** The longest delay that timers take (2^31 − 1 ms). */
const LONGEST_TIMER_MS = 2_147_483_647;

export interface SignallingListener {
  /** What the server tells. */
  notified(notification: Notification): void;
  /** The connection went away, without `close()`. */
  lost(): void;
}

/**
 * The Socket.IO connection to the gateway: one try at a time, each request once. What to do about a failure is decided
 * above. Socket.IO's own reconnection is off, because coming back is ours (docs/architecture.md, "Coming back").
 */
export class Signalling {
  #listener: SignallingListener | undefined;
  /** What the server told before anybody listened: it may be ahead of a join's answer. */
  #early: Notification[] = [];
  #socket: Socket | undefined;
  #closed = false;
  #renewal: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly url: string,
    private readonly getAccessToken: GetAccessToken,
  ) {}

  get connected(): boolean {
    return this.#socket?.connected ?? false;
  }

  /** Tells what comes, and what came already. */
  listen(listener: SignallingListener): void {
    this.#listener = listener;
    const early = this.#early;
    this.#early = [];
    for (const notification of early) listener.notified(notification);
  }

  /** Connects, once; with a fresh token where the first was refused. Does nothing while connected. */
  async connect(): Promise<void> {
    if (this.connected) return;
    try {
      await this.#open(await this.getAccessToken({ forceRefresh: false }));
    } catch (error) {
      if (!wantsFreshToken(reasonOf(error))) throw error;
      await this.#open(await this.getAccessToken({ forceRefresh: true }));
    }
  }

  /**
   * Sends one request and waits for its acknowledgement.
   *
   * @throws CallError with the server's reason; CONNECTION_LOST when the connection broke first; DEADLINE_EXCEEDED when no
   *   answer came in time
   */
  async attempt<N extends RequestName>(
    name: N,
    request: RequestOf<N>,
    timeoutMs = ACKNOWLEDGEMENT_TIMEOUT_MS,
  ): Promise<ReplyOf<N>> {
    const socket = this.#socket;
    if (!socket?.connected) throw CallError.client('CONNECTION_LOST');
    const acknowledgement = await new Promise<Acknowledgement<ReplyOf<N>>>((resolve, reject) => {
      socket.timeout(timeoutMs).emit(name, request, (failure: Error | null, answer: Acknowledgement<ReplyOf<N>>) => {
        if (!failure) resolve(answer);
        else if (socket.connected) reject(new Unanswered());
        else reject(CallError.client('CONNECTION_LOST'));
      });
    });
    // The gateway answers by the same schemas; checking them again here would only break older pages on newer words.
    if (acknowledgement.ok) return acknowledgement.reply;
    const { reason, message, retryAfterMs, details } = acknowledgement.error;
    throw new CallError(reason, message, retryAfterMs, details);
  }

  /** Shows the server a fresh token on the connection there is. */
  async authenticate(): Promise<void> {
    const accessToken = await this.getAccessToken({ forceRefresh: true });
    await this.attempt('authenticate', { accessToken });
    this.#renewBefore(accessToken);
  }

  /** Gives the present connection up as dead: `lost` is told, and `connect` makes a new one. */
  drop(): void {
    this.#socket?.disconnect();
  }

  /** Closes for good; nobody is told. */
  close(): void {
    this.#closed = true;
    this.#listener = undefined;
    this.drop();
  }

  async #open(accessToken: string): Promise<void> {
    const socket = io(this.url, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      autoConnect: false,
      timeout: CONNECT_TIMEOUT_MS,
      auth: { accessToken },
    });
    socket.on(NOTIFICATION, (notification: Notification) => {
      if (this.#listener) this.#listener.notified(notification);
      else this.#early.push(notification);
    });
    await new Promise<void>((resolve, reject) => {
      // The transport's own timeout does not cover the server's answer to the handshake.
      const deadline = setTimeout(() => refuse(CallError.client('CONNECTION_LOST')), CONNECT_TIMEOUT_MS + 2000);
      const refuse = (error: Error) => {
        clearTimeout(deadline);
        socket.disconnect();
        reject(error);
      };
      socket.once('connect', () => {
        clearTimeout(deadline);
        resolve();
      });
      socket.once('connect_error', (error: Error & { readonly data?: unknown }) => refuse(toCallError(error.data)));
      socket.connect();
    });
    if (this.#closed) {
      socket.disconnect();
      throw CallError.client('CALL_CLOSED');
    }
    this.#socket = socket;
    this.#renewBefore(accessToken);
    socket.once('disconnect', () => {
      clearTimeout(this.#renewal);
      if (this.#socket !== socket) return;
      this.#socket = undefined;
      this.#early = [];
      this.#listener?.lost();
    });
  }

  #renewBefore(accessToken: string): void {
    clearTimeout(this.#renewal);
    const left = expiresInMs(accessToken);
    if (left === undefined || left <= RENEW_BEFORE_MS) return;
    this.#renewal = setTimeout(
      () => {
        // If it fails, the next request is refused as expired, and asks again.
        this.authenticate().catch(() => undefined);
      },
      Math.min(left - RENEW_BEFORE_MS, LONGEST_TIMER_MS),
    );
  }
}

/** Why the server refused the connection; without its word, it could not be reached. */
function toCallError(data: unknown): CallError {
  if (typeof data === 'object' && data !== null && 'reason' in data && typeof data.reason === 'string') {
    const message = 'message' in data && typeof data.message === 'string' ? data.message : data.reason;
    const retryAfterMs =
      'retryAfterMs' in data && typeof data.retryAfterMs === 'number' ? data.retryAfterMs : undefined;
    return new CallError(data.reason, message, retryAfterMs);
  }
  return CallError.client('CONNECTION_LOST');
}
