import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Notification } from '@videocall/signalling';
import { waitFor } from '@videocall/testing';
import { Server, type Socket } from 'socket.io';
import { io, type Socket as ClientSocket } from 'socket.io-client';
import { SocketLink } from './socket-link.js';

let http: HttpServer;
let server: Server;
let client: ClientSocket;
let socket: Socket;
let link: SocketLink;
const received: Notification[] = [];

beforeEach(async () => {
  received.length = 0;
  http = createServer().listen(0, '127.0.0.1');
  await once(http, 'listening');
  server = new Server(http, { transports: ['websocket'] });
  const connected = once(server, 'connection');
  client = io(`http://127.0.0.1:${(http.address() as AddressInfo).port}`, {
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
  });
  client.on('notification', (notification: Notification) => received.push(notification));
  [socket] = (await connected) as [Socket];
  link = new SocketLink(socket);
});
afterEach(async () => {
  client.close();
  await server.close();
});

const text = (length: number, revision: number): Notification => ({
  plane: 'call',
  revision,
  body: {
    type: 'chatMessage',
    message: {
      id: `msg_${revision}`,
      participantId: 'part_1',
      displayName: 'Ada',
      text: 'x'.repeat(length),
      sentAt: '2026-01-02T03:04:05Z',
    },
  },
});

describe('SocketLink', () => {
  it('tells a client that reads everything, in order, however much it is', async () => {
    for (let revision = 1; revision <= 5_000; revision++) {
      link.send(text(10, revision));
      if (revision % 100 === 0) await nextTurn();
    }
    await waitFor(() => received.length === 5_000);
    expect(received.map((notification) => 'revision' in notification && notification.revision)).toEqual(
      Array.from({ length: 5_000 }, (_, i) => i + 1),
    );
  });

  it('cuts off a client that does not read, in a way that lets it come back', async () => {
    const reasons: string[] = [];
    socket.on('disconnect', (reason) => reasons.push(reason));
    (client.io.engine.transport as unknown as { ws: { pause(): void } }).ws.pause();
    let sent = 0;
    while (socket.connected && sent < 20_000) {
      link.send(text(20_000, ++sent));
      await nextTurn();
    }
    expect(sent).toBeLessThan(20_000);
    // Not Socket.IO's own disconnect, after which clients stay away.
    expect(reasons).toEqual([expect.stringMatching(/^transport (close|error)$/)]);
  });

  it('leaves out levels that a busy client would get late', async () => {
    const levels: Notification = { plane: 'passing', body: { type: 'audioLevels', levels: [] } };
    // In one turn, so that the network had no time to take the first.
    for (let i = 0; i < 100; i++) link.send(levels);
    link.send(text(10, 1));
    await waitFor(() => received.some(({ body }) => body.type === 'chatMessage'));
    expect(received.length).toBeLessThan(50);
  });
});
