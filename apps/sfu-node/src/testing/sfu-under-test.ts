import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Metadata } from '@grpc/grpc-js';
import { sfuV1 } from '@videocall/contracts';
import { createTokenSigner, generateSigningKey, publicKeySet, type TokenSigner } from '@videocall/platform-auth-guard';
import { createGrpcClient, readTls, type GrpcClient } from '@videocall/platform-grpc';
import { startService, type RunningService } from '@videocall/platform-service';
import { ensureMediaWorker, freePort, startRedis, TestCertificates, type TestRedis } from '@videocall/testing';
import { AppModule } from '../app.module.js';
import { readSettings } from '../config/settings.js';
import { GRPC_SERVICES } from '../grpc/services.js';
import { MediaNode } from '../media/media-node.js';
import { NodeWatch } from './node-watch.js';

const NODE_ID = 'node-under-test';

export interface TicketOverrides {
  readonly call?: string;
  readonly node?: string;
  readonly boot?: string;
  readonly expiresInSeconds?: number;
  readonly typ?: string;
}

/** The whole service with real workers, mutual TLS and Redis; and whom it talks to, the orchestrator's keys included. */
export class SfuUnderTest {
  readonly control: GrpcClient<sfuV1.SfuControlServiceClient>;
  readonly signalling: GrpcClient<sfuV1.SfuSignallingServiceClient>;
  readonly media: GrpcClient<sfuV1.SfuMediaServiceClient>;
  readonly watch: NodeWatch;

  private constructor(
    readonly service: RunningService,
    private readonly certificates: TestCertificates,
    private readonly redis: TestRedis,
    private readonly keys: Server,
    private readonly signer: TokenSigner,
    private readonly address: string,
  ) {
    this.control = this.controlAs('call-orchestrator');
    this.signalling = this.signallingAs('api-gateway');
    this.media = this.mediaAs('api-gateway');
    this.watch = new NodeWatch(this.control);
  }

  static async start({ workers = 1 }: { readonly workers?: number } = {}): Promise<SfuUnderTest> {
    const certificates = new TestCertificates();
    const [workerBin, redis, grpcPort, mediaPort] = await Promise.all([
      ensureMediaWorker((message) => process.stderr.write(`${message}\n`)),
      startRedis(),
      freePort(),
      freePort(),
    ]);
    const key = await generateSigningKey();
    const keys = createServer((_request, response) => response.end(JSON.stringify(publicKeySet([key]))));
    await once(keys.listen(0, '127.0.0.1'), 'listening');
    const settings = readSettings({
      NODE_ENV: 'test',
      LOG_LEVEL: 'warn',
      HTTP_PORT: '0',
      GRPC_PORT: String(grpcPort),
      REDIS_URL: redis.url,
      ORCHESTRATOR_JWKS_URL: `http://127.0.0.1:${(keys.address() as AddressInfo).port}/.well-known/jwks.json`,
      NODE_ID,
      MEDIA_PORT_BASE: String(mediaPort),
      MEDIA_WORKERS: String(workers),
      MEDIASOUP_WORKER_BIN: workerBin,
      ...certificates.filesFor('sfu-node'),
    });
    const service = await startService({
      name: 'sfu-node',
      module: AppModule.with(settings),
      settings,
      grpcServices: GRPC_SERVICES,
    });
    const signer = await createTokenSigner('videocall-orchestrator', key);
    const sfu = new SfuUnderTest(service, certificates, redis, keys, signer, `localhost:${grpcPort}`);
    await sfu.watch.hello;
    return sfu;
  }

  /** A second watcher, as another orchestrator is while versions overlap. */
  static watch({ control }: SfuUnderTest): NodeWatch {
    return new NodeWatch(control);
  }

  get redisUrl(): string {
    return this.redis.url;
  }

  controlAs(service: string): GrpcClient<sfuV1.SfuControlServiceClient> {
    return createGrpcClient(sfuV1.SfuControlServiceClient, this.#towards(service));
  }

  mediaAs(service: string): GrpcClient<sfuV1.SfuMediaServiceClient> {
    return createGrpcClient(sfuV1.SfuMediaServiceClient, this.#towards(service));
  }

  signallingAs(service: string): GrpcClient<sfuV1.SfuSignallingServiceClient> {
    return createGrpcClient(sfuV1.SfuSignallingServiceClient, this.#towards(service));
  }

  captureAs(service: string): GrpcClient<sfuV1.SfuCaptureServiceClient> {
    return createGrpcClient(sfuV1.SfuCaptureServiceClient, this.#towards(service));
  }

  /** A capture ticket as the orchestrator signs it. */
  async captureTicket(call: string, overrides: TicketOverrides = {}): Promise<string> {
    const { bootId } = await this.watch.hello;
    const { node = NODE_ID, boot = bootId, expiresInSeconds = 60, typ = 'capture+jwt' } = overrides;
    return (await this.signer.sign({ typ, claims: { sub: 'rec_1', call, node, boot }, expiresInSeconds })).token;
  }

  /** A peer ticket as the orchestrator signs it. */
  async ticket(peerId: string, overrides: TicketOverrides = {}): Promise<string> {
    const { bootId } = await this.watch.hello;
    const held = this.service.app.get(MediaNode).registry.find(peerId);
    const { call = held?.call.id ?? 'call_1', node = NODE_ID, boot = bootId } = overrides;
    const { expiresInSeconds = 3_600, typ = 'peer+jwt' } = overrides;
    const claims = { sub: 'user_1', call, participant: 'part_1', peer: peerId, node, boot };
    return (await this.signer.sign({ typ, claims, expiresInSeconds })).token;
  }

  async stop(): Promise<void> {
    this.watch.close();
    this.control.close();
    this.signalling.close();
    this.media.close();
    await this.service.stop();
    this.keys.close();
    await this.redis.stop();
    this.certificates.dispose();
  }

  #towards(service: string) {
    const tls = readTls(this.certificates.filesFor(service));
    return { address: this.address, tls, serverName: 'sfu-node', defaultDeadlineMs: 5_000 };
  }
}

export function withTicket(ticket: string): { readonly metadata: Metadata } {
  const metadata = new Metadata();
  metadata.set('x-peer-ticket', ticket);
  return { metadata };
}
