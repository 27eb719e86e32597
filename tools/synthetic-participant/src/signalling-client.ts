import {
  NOTIFICATION_EVENT,
  Notification,
  type Acknowledgement,
  type ReplyOf,
  type RequestName,
  type RequestOf,
} from '@videocall/signalling';
import { io, type Socket } from 'socket.io-client';

/** A refusal that the gateway acknowledged with. */
export class SignallingRefusal extends Error {
  readonly reason: string;

  constructor(reason: string, message: string) {
    super(`${reason}: ${message}`);
    this.reason = reason;
  }
}

/** The signalling channel as it is on the wire, without the client SDK's conveniences. */
export class SignallingClient {
  readonly notifications: Notification[] = [];
  readonly #socket: Socket;
  readonly #listeners: ((notification: Notification) => void)[] = [];

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on(NOTIFICATION_EVENT, (message: unknown) => {
      const notification = Notification.parse(message);
      this.notifications.push(notification);
      for (const listener of this.#listeners) listener(notification);
    });
  }

  /** Connects as the holder of an access token. */
  static async connect(origin: string, accessToken: string): Promise<SignallingClient> {
    const socket = io(origin, {
      transports: ['websocket'],
      reconnection: false,
      auth: { accessToken },
      forceNew: true,
    });
    const client = new SignallingClient(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', () => resolve());
      socket.once('connect_error', reject);
    });
    return client;
  }

  /** Tells every notification, those first that have come already. */
  onNotification(listener: (notification: Notification) => void): void {
    this.notifications.forEach(listener);
    this.#listeners.push(listener);
  }

  /** Sends one message and waits for its acknowledgement; a refusal is thrown as `SignallingRefusal`. */
  async send<N extends RequestName>(name: N, request: RequestOf<N>): Promise<ReplyOf<N>> {
    const answer = (await this.#socket.timeout(15_000).emitWithAck(name, request)) as Acknowledgement<ReplyOf<N>>;
    if (!answer.ok) throw new SignallingRefusal(answer.error.reason, answer.error.message);
    return answer.reply;
  }

  /** Drops the connection without a word, as a lost network does. */
  drop(): void {
    this.#socket.disconnect();
  }
}
