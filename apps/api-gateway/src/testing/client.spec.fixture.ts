import {
  Notification,
  NOTIFICATION_EVENT,
  REQUESTS,
  type Acknowledgement,
  type ReplyOf,
  type RequestName,
  type RequestOf,
} from '@videocall/signalling';
import { waitFor } from '@videocall/testing';
import { io, type Socket } from 'socket.io-client';

const ACKNOWLEDGEMENT_MS = 15_000;

/** A live client, which checks all that it is told against the schemas. */
export class TestClient {
  readonly notifications: Notification[] = [];
  readonly disconnects: string[] = [];
  readonly #socket: Socket;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on(NOTIFICATION_EVENT, (notification: unknown) => this.notifications.push(Notification.parse(notification)));
    socket.on('disconnect', (reason) => this.disconnects.push(reason));
  }

  /** @throws what the server says in refusing: `{ reason, message, … }` */
  static async connect(
    url: string,
    auth: Readonly<Record<string, unknown>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<TestClient> {
    const socket = io(url, {
      transports: ['websocket'],
      auth,
      reconnection: false,
      forceNew: true,
      extraHeaders: headers,
    });
    const client = new TestClient(socket);
    return await new Promise((resolve, reject) => {
      socket.on('connect', () => resolve(client));
      socket.on('connect_error', (error: Error & { data?: unknown }) => {
        socket.close();
        reject(error.data ?? error);
      });
    });
  }

  get isConnected(): boolean {
    return this.#socket.connected;
  }

  /** Whatever is sent, and whatever is answered. */
  async sendRaw(event: string, ...args: unknown[]): Promise<Acknowledgement<unknown>> {
    return (await this.#socket.timeout(ACKNOWLEDGEMENT_MS).emitWithAck(event, ...args)) as Acknowledgement<unknown>;
  }

  /** @throws the refusal's body */
  async send<N extends RequestName>(name: N, request: RequestOf<N>): Promise<ReplyOf<N>> {
    const acknowledgement = await this.sendRaw(name, request);
    if (!acknowledgement.ok) throw acknowledgement.error;
    return REQUESTS[name].reply.parse(acknowledgement.reply) as ReplyOf<N>;
  }

  /** The first notification of a type, waiting for it. */
  async notified(type: Notification['body']['type']): Promise<Notification> {
    return await waitFor(() => this.notifications.find(({ body }) => body.type === type), {
      what: `a notification ${type}`,
    });
  }

  types(): string[] {
    return this.notifications.map(({ body }) => body.type);
  }

  async disconnected(): Promise<string> {
    return await waitFor(() => this.disconnects[0], { what: 'the end of the connection' });
  }

  close(): void {
    this.#socket.close();
  }
}
