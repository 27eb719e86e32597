import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ServerDuplexStream } from '@grpc/grpc-js';
import { authV1, callV1, echoTestV1, recordingV1, sfuV1 } from '@videocall/contracts';
import { createTokenSigner, generateSigningKey, publicKeySet, type TokenSigner } from '@videocall/platform-auth-guard';
import { startService, type RunningService } from '@videocall/platform-service';
import { createTestRedis, freePort, TestCertificates } from '@videocall/testing';
import { gatewaySettings } from '../config/settings.js';
import { gatewayService } from '../gateway-service.js';
import {
  admission,
  authReplies,
  call,
  echoReplies,
  orchestratorReplies,
  recorderReplies,
  sfuReplies,
} from './scripted-replies.spec.fixture.js';
import { ScriptedService } from './scripted-service.spec.fixture.js';

export type MediaStreamAtNode = ServerDuplexStream<callV1.MediaPacket, callV1.MediaPacket>;
export type AttachedStream = ServerDuplexStream<sfuV1.AttachRequest, sfuV1.PeerNotification>;

export interface RunningGateway {
  readonly url: string;
  /** `host:port` of the public gRPC API. */
  readonly grpcAddress: string;
  readonly service: RunningService;
}

/** What a gateway lives among: services of the real contracts behind real TLS, a real Redis, real keys. */
export class Surroundings {
  readonly auth = new ScriptedService([authV1.AuthServiceService]);
  readonly orchestrator = new ScriptedService([
    callV1.CallServiceService,
    callV1.CallControlServiceService,
    callV1.MaintenanceServiceService,
    callV1.CapacityServiceService,
  ]);
  readonly echoTest = new ScriptedService([echoTestV1.EchoTestServiceService]);
  readonly recorder = new ScriptedService([recordingV1.RecordingServiceService]);
  readonly #streams = new Set<AttachedStream>();
  /** Requests on all streams, in the order they came. */
  readonly attachRequests: sfuV1.AttachRequest[] = [];
  readonly node = new ScriptedService(
    [sfuV1.SfuSignallingServiceService, sfuV1.SfuMediaServiceService],
    (stream, method) => {
      if (method === 'attach') this.#onStream(stream as AttachedStream);
      else this.onMediaStream(stream as MediaStreamAtNode);
    },
  );
  /** What the node does with a server-side participant's stream. */
  onMediaStream: (stream: MediaStreamAtNode) => void = () => undefined;
  readonly certificates = new TestCertificates();
  readonly #gateways: RunningService[] = [];

  private constructor(
    readonly redisUrl: string,
    private readonly authKeys: HttpServer,
    private readonly orchestratorKeys: HttpServer,
    readonly authSigner: TokenSigner,
    readonly orchestratorSigner: TokenSigner,
  ) {}

  static async create(redisUrl?: string): Promise<Surroundings> {
    const [authKey, orchestratorKey] = await Promise.all([generateSigningKey(), generateSigningKey()]);
    const surroundings = new Surroundings(
      redisUrl ?? (await createTestRedis()),
      await serveJson(publicKeySet([authKey])),
      await serveJson(publicKeySet([orchestratorKey])),
      await createTokenSigner('videocall-auth', authKey),
      await createTokenSigner('videocall-orchestrator', orchestratorKey),
    );
    surroundings.answerAsUsual();
    await Promise.all([
      surroundings.startAuth(),
      surroundings.startOrchestrator(),
      surroundings.startNode(),
      surroundings.startEchoTest(),
      surroundings.startRecorder(),
    ]);
    return surroundings;
  }

  /** The call that joining leads to. */
  callId = 'call_1';

  /** Every method answers with success again. */
  answerAsUsual(): void {
    for (const [method, answer] of Object.entries(authReplies)) this.auth.on(method, answer);
    for (const [method, answer] of Object.entries(orchestratorReplies)) this.orchestrator.on(method, answer);
    for (const [method, answer] of Object.entries(echoReplies)) this.echoTest.on(method, answer);
    for (const [method, answer] of Object.entries(recorderReplies)) this.recorder.on(method, answer);
    for (const [method, answer] of Object.entries(sfuReplies)) this.node.on(method, answer);
    this.orchestrator.on('joinCall', () => admission(this.node.address, { call: call({ id: this.callId }) }));
    this.orchestrator.on('getPeerAccess', () => ({ peer: admission(this.node.address).peer }));
    this.orchestrator.on('resumeParticipant', () => {
      const reply = admission(this.node.address, { resumeToken: 'resume-2', call: call({ id: this.callId }) });
      if (reply.peer) reply.peer = { ...reply.peer, ticket: 'ticket-2', snapshot: Buffer.alloc(0) };
      return reply;
    });
  }

  startAuth(): Promise<void> {
    return this.auth.start(this.certificates.filesFor('auth'));
  }

  startOrchestrator(): Promise<void> {
    return this.orchestrator.start(this.certificates.filesFor('call-orchestrator'));
  }

  startEchoTest(): Promise<void> {
    return this.echoTest.start(this.certificates.filesFor('echo-test'));
  }

  startNode(): Promise<void> {
    return this.node.start(this.certificates.filesFor('sfu-node'));
  }

  startRecorder(): Promise<void> {
    return this.recorder.start(this.certificates.filesFor('recorder'));
  }

  /** Starts a gateway, whole. */
  async startGateway(settings: Readonly<Record<string, string>> = {}): Promise<RunningGateway> {
    const grpcPort = await freePort();
    const service = await startService(
      gatewayService(
        gatewaySettings({
          NODE_ENV: 'test',
          LOG_LEVEL: 'silent',
          HTTP_PORT: '0',
          GRPC_PUBLIC_PORT: String(grpcPort),
          ...this.certificates.filesFor('api-gateway'),
          REDIS_URL: this.redisUrl,
          AUTH_GRPC_ADDRESS: this.auth.address,
          AUTH_JWKS_URL: urlOf(this.authKeys),
          ORCHESTRATOR_GRPC_ADDRESS: this.orchestrator.address,
          ORCHESTRATOR_JWKS_URL: urlOf(this.orchestratorKeys),
          ECHO_TEST_GRPC_ADDRESS: this.echoTest.address,
          RECORDER_GRPC_ADDRESS: this.recorder.address,
          RECORDER_HTTP_URL: 'http://127.0.0.1:1',
          PUBLIC_URL: 'https://videocall.example',
          WEB_ORIGINS: 'https://other.example',
          RATE_LIMIT_PER_IP_PER_MINUTE: '100000',
          RATE_LIMIT_PER_USER_PER_MINUTE: '100000',
          ...settings,
        }),
      ),
    );
    this.#gateways.push(service);
    return { service, url: await service.app.getUrl(), grpcAddress: `127.0.0.1:${grpcPort}` };
  }

  async accessToken(
    identityId = 'user_1',
    options: { readonly expiresInSeconds?: number; readonly sid?: string } = {},
  ): Promise<string> {
    const { token } = await this.authSigner.sign({
      typ: 'at+jwt',
      claims: { sub: identityId, kind: 'user', name: 'Ada', admin: false, sid: options.sid ?? 'ases_1' },
      expiresInSeconds: options.expiresInSeconds ?? 900,
    });
    return token;
  }

  async grant(callId = this.callId, expiresInSeconds = 60): Promise<string> {
    const claims = { sub: 'user_1', call: callId };
    return (await this.orchestratorSigner.sign({ typ: 'grant+jwt', claims, expiresInSeconds })).token;
  }

  /** Tells every attached stream something about a peer. */
  notify(notification: Partial<sfuV1.PeerNotification>): void {
    const { peerId = 'peer_1', revision = 0, event } = notification;
    for (const stream of this.#streams) stream.write({ peerId, revision, event });
  }

  async stop(): Promise<void> {
    await Promise.all(this.#gateways.map((gateway) => gateway.stop()));
    for (const service of [this.auth, this.orchestrator, this.echoTest, this.node, this.recorder]) service.kill();
    for (const keys of [this.authKeys, this.orchestratorKeys]) keys.close();
    this.certificates.dispose();
  }

  /** A node that takes every peer, at the revision of its usual snapshot. */
  #onStream(stream: AttachedStream): void {
    this.#streams.add(stream);
    stream.on('data', (request: sfuV1.AttachRequest) => {
      this.attachRequests.push(request);
      if (request.action?.$case !== 'attach') return;
      stream.write({
        peerId: 'peer_1',
        revision: 0,
        event: { $case: 'attached', value: { revision: this.mediaRevision } },
      });
    });
    stream.on('end', () => stream.end());
    for (const event of ['end', 'error', 'close', 'cancelled']) stream.on(event, () => this.#streams.delete(stream));
  }

  /** Where the node's media stands when a peer attaches. */
  mediaRevision = 3;
}

async function serveJson(body: unknown): Promise<HttpServer> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function urlOf(server: HttpServer): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/.well-known/jwks.json`;
}
