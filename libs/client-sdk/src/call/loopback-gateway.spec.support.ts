import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  REQUESTS,
  type Call,
  type Joined,
  type MediaSnapshot,
  type Notification,
  type Participant,
  type ReplyOf,
  type RequestName,
  type RequestOf,
  type Subscription,
  type Track,
} from '@videocall/signalling';
import { testFakeParameters } from 'mediasoup-client';
import { Server, type Socket } from 'socket.io';
import { CallError } from '../call-error.js';

export interface Received {
  readonly name: RequestName;
  readonly request: unknown;
}

type Handlers = {
  [N in RequestName]?: (request: RequestOf<N>, times: number) => ReplyOf<N> | Promise<ReplyOf<N>> | 'SILENCE';
};

/**
 * The gateway's end of the signalling, on loopback: a real HTTP and Socket.IO server that checks each request by the shared
 * schemas and answers by the test's handlers.
 */
export class LoopbackGateway {
  readonly received: Received[] = [];
  readonly tokens: unknown[] = [];
  handlers: Handlers = {};
  /** Refuses a handshake. */
  admit: (accessToken: unknown) => CallError | undefined = () => undefined;
  #http: HttpServer | undefined;
  #io: Server | undefined;
  #port = 0;
  readonly #waiting: (() => void)[] = [];

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Starts, or starts again on the same port. */
  async start(): Promise<void> {
    const http = createServer((request, response) => {
      if (request.url?.startsWith('/v1/media-configuration')) {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(mediaConfiguration));
      }
    });
    const io = new Server(http, { transports: ['websocket'], serveClient: false });
    io.use((socket, next) => {
      const { accessToken } = socket.handshake.auth as { readonly accessToken?: unknown };
      this.tokens.push(accessToken);
      const refusal = this.admit(accessToken);
      next(
        refusal &&
          Object.assign(new Error(refusal.message), { data: { reason: refusal.reason, message: refusal.message } }),
      );
    });
    io.on('connection', (socket) => this.#serve(socket));
    await new Promise<void>((resolve) => http.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (http.address() as AddressInfo).port;
    this.#http = http;
    this.#io = io;
  }

  /** Dies as a killed process does: all connections break. */
  async kill(): Promise<void> {
    this.#io?.disconnectSockets(true);
    this.#http?.closeAllConnections();
    await this.#io?.close();
  }

  /** Breaks the connections, and goes on. */
  breakConnections(): void {
    for (const socket of this.#io?.sockets.sockets.values() ?? []) socket.conn.close();
  }

  notify(...notifications: readonly Notification[]): void {
    for (const notification of notifications) this.#io?.emit('notification', notification);
  }

  /** Resolves with the n-th request of this name (1 for the first). */
  async request<N extends RequestName>(name: N, times = 1): Promise<RequestOf<N>> {
    for (;;) {
      const found = this.received.filter((received) => received.name === name)[times - 1];
      if (found) return found.request as RequestOf<N>;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  count(name: RequestName): number {
    return this.received.filter((received) => received.name === name).length;
  }

  #serve(socket: Socket): void {
    for (const name of Object.keys(REQUESTS) as RequestName[]) {
      socket.on(name, async (request: unknown, acknowledge: (answer: unknown) => void) => {
        const checked = REQUESTS[name].request.parse(request);
        this.received.push({ name, request: checked });
        for (const resolve of this.#waiting.splice(0)) resolve();
        try {
          const handler = this.handlers[name] as ((request: unknown, times: number) => unknown) | undefined;
          const reply = await (handler?.(checked, this.count(name)) ?? {});
          if (reply !== 'SILENCE') acknowledge({ ok: true, reply });
        } catch (error) {
          if (!(error instanceof CallError)) throw error;
          const { reason, message, details } = error;
          acknowledge({ ok: false, error: { reason, message, details } });
        }
      });
    }
  }
}

const mediaConfiguration = {
  codecList: testFakeParameters.generateRouterRtpCapabilities(),
  codecListHash: 'hash',
  iceServers: [],
};

const transport = testFakeParameters.generateTransportRemoteParameters();

export function participant(id: string, change: Partial<Participant> = {}): Participant {
  return {
    id,
    identityId: `user_${id}`,
    displayName: id,
    role: 'SPEAKER',
    state: 'JOINED',
    joinedAt: '2026-11-22T10:00:00.000Z',
    leaveReason: null,
    handRaisedAt: null,
    allowedSources: ['MICROPHONE', 'CAMERA', 'SCREEN', 'SCREEN_AUDIO'],
    mutedByHost: [],
    sendProfile: 'AUTO',
    receiveProfile: 'AUTO',
    guest: false,
    ...change,
  };
}

export function track(id: string, participantId: string, change: Partial<Track> = {}): Track {
  return {
    id,
    participantId,
    source: 'CAMERA',
    kind: 'video',
    muted: false,
    mutedByHost: false,
    width: 1280,
    height: 720,
    pausedReason: null,
    codec: 'video/VP8',
    simulcast: true,
    ...change,
  };
}

export function subscription(id: string, trackId: string): Subscription {
  const { rtpParameters } = testFakeParameters.generateConsumerRemoteParameters({ id, codecMimeType: 'video/VP8' });
  return {
    id,
    trackId,
    kind: 'video',
    rtpParameters: { ...rtpParameters },
    paused: true,
    pausedReason: null,
    limitedBy: null,
    spatialLayer: 2,
    temporalLayer: 2,
  };
}

export function call(revision: number, participants: readonly Participant[], change: Partial<Call> = {}): Call {
  return {
    id: 'call_1',
    roomId: null,
    title: 'Weekly',
    state: 'ACTIVE',
    endReason: null,
    createdAt: '2026-11-22T10:00:00.000Z',
    endedAt: null,
    revision,
    locked: false,
    screenSharerId: null,
    participants: [...participants],
    maxParticipants: 10,
    endToEndEncrypted: false,
    recording: null,
    ...change,
  };
}

export function media(revision: number, change: Partial<MediaSnapshot> = {}): MediaSnapshot {
  const { iceParameters, iceCandidates, dtlsParameters } = transport;
  return {
    revision,
    peerId: 'peer_1',
    transports: (['SEND', 'RECEIVE'] as const).map((direction) => ({
      id: `trans_${direction}`,
      direction,
      iceParameters: { ...iceParameters },
      iceCandidates: iceCandidates.map((candidate) => ({ ...candidate })),
      dtlsParameters: { ...dtlsParameters },
    })),
    tracks: [],
    subscriptions: [],
    activeSpeakerId: null,
    allowedSources: ['MICROPHONE', 'CAMERA', 'SCREEN', 'SCREEN_AUDIO'],
    sendProfile: 'AUTO',
    receiveProfile: 'AUTO',
    ...change,
  };
}

export function joined(change: Partial<Joined> = {}): Joined {
  return {
    participantId: 'part_me',
    call: call(1, [participant('part_me')]),
    media: media(1),
    chat: [],
    resumeToken: 'resume-1',
    iceServers: [],
    ...change,
  };
}
