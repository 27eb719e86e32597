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
  constructor(
    readonly reason: string,
    message: string,
  ) {
    super(`${reason}: ${message}`);
  }
}

/** The signalling channel as it is on the wire, without the client SDK's conveniences. */
export class SignallingClient {
  readonly notifications: Notification[] = [];
  readonly #socket: Socket;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on(NOTIFICATION_EVENT, (message: unknown) => this.notifications.push(Notification.parse(message)));
  }

  /** Connects as the holder of an access token. */
  static async connect(origin: string, accessToken: string): Promise<SignallingClient> {
    const socket = io(origin, { transports: ['websocket'], reconnection: false, auth: { accessToken }, forceNew: true });
    const client = new SignallingClient(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', () => resolve());
      socket.once('connect_error', reject);
    });
    return client;
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
