import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal } from '@videocall/errors';
import { refusalFrom } from '@videocall/platform-grpc';
import { Server, type Socket } from 'socket.io';
import { z } from 'zod';
import type { AccessTokens, Caller } from '../adapters/access-tokens.js';
import type { RequestRates } from '../adapters/request-rates.js';
import { Connection } from '../application/connection.js';
import type { LiveCalls } from '../application/live-calls.js';
import type { TrustedProxies } from '../domain/client-address.js';
import { ClientMessages } from './client-messages.js';
import { SocketLink } from './socket-link.js';
import type { MessageHandlers } from './message-handlers.js';
import type { SignallingMetrics } from './signalling-metrics.js';
import { UnidentifiedConnections } from './unidentified-connections.js';

const MAX_MESSAGE_BYTES = 256 * 1024;
/** A client that opens a connection must say who it is within this time. */
const CONNECT_TIMEOUT_MS = 5_000;
const PING_INTERVAL_MS = 10_000;
const PING_TIMEOUT_MS = 5_000;
/** How long messages in progress may take when the gateway stops, and how long a client may take to say goodbye. */
const ANSWER_MS = 3_000;
const FAREWELL_MS = 500;
const POLL_MS = 20;

const Handshake = z.object({ accessToken: z.string().min(1) });

interface Dependencies {
  readonly accessTokens: AccessTokens;
  readonly rates: RequestRates;
  readonly proxies: TrustedProxies;
  readonly live: LiveCalls;
  readonly handlers: MessageHandlers;
  readonly metrics: SignallingMetrics;
  /** Browsers may connect from these; other programs send no origin. */
  readonly allowedOrigins: ReadonlySet<string>;
}

/** The Socket.IO endpoint: who may connect, and what each connection is given. */
export class SignallingServer {
  readonly #dependencies: Dependencies;
  readonly #messages = new Map<Socket, ClientMessages>();
  readonly #unidentified = new UnidentifiedConnections();
  #io: Server | undefined;
  #isDraining = false;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** Serves on the gateway's HTTP server, under `/socket.io`. */
  attachTo(http: HttpServer): void {
    const io = new Server(http, {
      transports: ['websocket'],
      serveClient: false,
      maxHttpBufferSize: MAX_MESSAGE_BYTES,
      connectTimeout: CONNECT_TIMEOUT_MS,
      pingInterval: PING_INTERVAL_MS,
      pingTimeout: PING_TIMEOUT_MS,
      allowRequest: (request, decide) => decide(null, this.#mayOpen(request)),
    });
    const settled = new WeakMap<object, () => void>();
    io.engine.on('connection', (conn: Socket['conn']) => {
      const settle = this.#unidentified.open(this.#addressOf(conn.request));
      settled.set(conn, settle);
      conn.on('close', settle);
    });
    io.use((socket, next) => {
      this.#authenticate(socket).then(
        (caller) => {
          (socket.data as { caller?: Caller }).caller = caller;
          next();
        },
        (error: unknown) => next(this.#refuse(error)),
      );
    });
    io.on('connection', (socket) => {
      settled.get(socket.conn)?.();
      this.#serve(socket);
    });
    this.#io = io;
  }

  /** Finishes what is being answered, then closes every connection so that its client resumes elsewhere. */
  async drain(): Promise<void> {
    this.#isDraining = true;
    await until(() => [...this.#messages.values()].every(({ pending }) => pending === 0), ANSWER_MS);
    // Closing the transport, unlike Socket.IO's own disconnect, tells the client to come back.
    for (const socket of this.#messages.keys()) socket.conn.close();
    await until(() => this.#messages.size === 0, FAREWELL_MS);
    for (const socket of this.#messages.keys()) socket.request.socket.destroy();
    await this.#io?.close();
  }

  #mayOpen(request: IncomingMessage): boolean {
    const { origin } = request.headers;
    const isAllowedOrigin = origin === undefined || this.#dependencies.allowedOrigins.has(origin);
    return !this.#isDraining && isAllowedOrigin && this.#unidentified.hasRoomFor(this.#addressOf(request));
  }

  #addressOf({ headers, socket }: IncomingMessage): string {
    const forwardedFor = headers['x-forwarded-for'];
    const header = Array.isArray(forwardedFor) ? forwardedFor.join(',') : forwardedFor;
    return this.#dependencies.proxies.clientAddress(socket.remoteAddress ?? '', header);
  }

  /** A valid token counts against its identity, anything else against the address it came from (AUTH-3). */
  async #authenticate(socket: Socket): Promise<Caller> {
    const { accessTokens, rates } = this.#dependencies;
    try {
      const handshake = Handshake.safeParse(socket.handshake.auth);
      if (!handshake.success) throw new Refusal('TOKEN_MISSING');
      const caller = await accessTokens.verify(handshake.data.accessToken);
      await rates.countIdentity(caller.principal.identityId);
      return caller;
    } catch (error) {
      const isLimit = error instanceof Refusal && error.reason === 'RATE_LIMITED';
      if (!isLimit) await rates.countAddress(this.#addressOf(socket.request));
      throw error;
    }
  }

  /** How Socket.IO tells a client why it may not connect: `connect_error` with the refusal as `data`. */
  #refuse(error: unknown): Error {
    const refusal = refusalFrom(error);
    this.#dependencies.metrics.refused(refusal.reason);
    return Object.assign(new Error(refusal.message), { data: refusal.toBody() });
  }

  #serve(socket: Socket): void {
    const { live, handlers, metrics } = this.#dependencies;
    const { caller } = socket.data as { caller: Caller };
    const connection = new Connection(caller, new SocketLink(socket));
    const messages = new ClientMessages(connection, handlers, metrics);
    this.#messages.set(socket, messages);
    live.add(connection);
    metrics.connected(1);
    socket.onAny((event: string, ...args: unknown[]) => void messages.receive(event, args));
    socket.on('disconnect', () => {
      this.#messages.delete(socket);
      live.remove(connection);
      metrics.connected(-1);
    });
  }
}

async function until(isDone: () => boolean, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!isDone() && Date.now() < deadline) await sleep(POLL_MS);
}
