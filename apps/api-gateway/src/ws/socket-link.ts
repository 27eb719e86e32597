import { NOTIFICATION_EVENT, type Notification } from '@videocall/signalling';
import type { Socket } from 'socket.io';
import type { ClientLink } from '../application/connection.js';

/** Packets that may wait for a slow client; one slower than that comes back with a snapshot. */
const MAX_UNSENT_PACKETS = 1_000;

/** Levels and quality come again within seconds; a slow client does without. */
const LOSABLE: ReadonlySet<Notification['body']['type']> = new Set(['audioLevels', 'connectionQuality']);

/** Notifications to one client, bounded: a client that does not read costs no more than a thousand packets. */
export class SocketLink implements ClientLink {
  readonly #socket: Socket;
  #unsentPackets = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
    // Engine.IO hands packets over ("flush") only when the network took those before.
    socket.conn.on('packetCreate', () => {
      this.#unsentPackets++;
    });
    socket.conn.on('flush', () => {
      this.#unsentPackets = 0;
    });
  }

  send(notification: Notification): void {
    if (this.#unsentPackets > MAX_UNSENT_PACKETS) {
      // Neither Socket.IO's own disconnect, after which clients stay away, nor a farewell that a deaf client never answers.
      this.#socket.request.socket.destroy();
      return;
    }
    const target = LOSABLE.has(notification.body.type) ? this.#socket.volatile : this.#socket;
    target.emit(NOTIFICATION_EVENT, notification);
  }

  end(): void {
    this.#socket.disconnect(true);
  }
}
