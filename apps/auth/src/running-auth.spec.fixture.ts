import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Metadata } from '@grpc/grpc-js';
import { authV1 } from '@videocall/contracts';
import { loadSettings } from '@videocall/platform-config';
import { type GrpcClient, createGrpcClient, readTls } from '@videocall/platform-grpc';
import { type RunningService, startService } from '@videocall/platform-service';
import { TestCertificates, type TestDatabase, createTestDatabase, createTestRedis, freePort } from '@videocall/testing';

import { Clock } from './application/ports/clock.js';
import { authService } from './auth-service.js';
import { authSettings } from './config/settings.js';

export type AuthClient = GrpcClient<authV1.AuthServiceClient>;

/** What instances of auth share: database, Redis, certificates, and the folder of their key and password files. */
export class AuthSurroundings {
  readonly certificates = new TestCertificates();
  readonly folder = mkdtempSync(join(tmpdir(), 'videocall-auth-'));
  readonly #running: RunningAuth[] = [];

  private constructor(
    readonly database: TestDatabase,
    readonly redisUrl: string,
  ) {}

  static async create(): Promise<AuthSurroundings> {
    const [database, redisUrl] = await Promise.all([createTestDatabase(), createTestRedis()]);
    return new AuthSurroundings(database, redisUrl);
  }

  get adminPasswordFile(): string {
    return join(this.folder, 'admin-password');
  }

  get serviceSecretsDir(): string {
    return join(this.folder, 'service-secrets');
  }

  get keyEncryptionKeyFile(): string {
    return join(this.folder, 'key-encryption-key');
  }

  /** Starts an instance of auth, whole, with real TLS. */
  async start(settings: Readonly<Record<string, string>> = {}): Promise<RunningAuth> {
    const grpcPort = await freePort();
    const environment = {
      NODE_ENV: 'test',
      LOG_LEVEL: 'silent',
      HTTP_PORT: '0',
      GRPC_PORT: String(grpcPort),
      ...this.certificates.filesFor('auth'),
      DATABASE_URL: this.database.urls.auth,
      REDIS_URL: this.redisUrl,
      ADMIN_PASSWORD_FILE: this.adminPasswordFile,
      SERVICE_SECRETS_DIR: this.serviceSecretsDir,
      KEY_ENCRYPTION_KEY_FILE: this.keyEncryptionKeyFile,
      ...settings,
    };
    const service = await startService(authService(loadSettings(authSettings, environment)));
    const running = new RunningAuth(
      service,
      this.client('api-gateway', grpcPort),
      grpcPort,
      await service.app.getUrl(),
    );
    this.#running.push(running);
    return running;
  }

  /** A client with the certificate of another service. */
  client(service: string, grpcPort: number): AuthClient {
    return createGrpcClient(authV1.AuthServiceClient, {
      address: `127.0.0.1:${grpcPort}`,
      tls: readTls(this.certificates.filesFor(service)),
      serverName: 'auth',
      defaultDeadlineMs: 10_000,
    });
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#running.map((running) => running.stop()));
    await this.database.drop();
    this.certificates.dispose();
    rmSync(this.folder, { recursive: true });
  }
}

/** One instance of auth, and time as it sees it: it stands still until it is moved on. */
export class RunningAuth {
  #now = Date.now();
  #stopped = false;

  constructor(
    private readonly service: RunningService,
    readonly client: AuthClient,
    readonly grpcPort: number,
    readonly url: string,
  ) {
    Object.assign(this.get(Clock), { now: () => this.now() });
  }

  now(): Date {
    return new Date(this.#now);
  }

  /** Tokens are signed and verified by the real time nonetheless. */
  advance(ms: number): void {
    this.#now += ms;
  }

  get<T>(type: abstract new (...args: never[]) => T): T {
    return this.service.app.get<T>(type);
  }

  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    this.client.close();
    await this.service.stop();
  }
}

export const device = (ipAddress = '203.0.113.7', userAgent = 'Test/1.0') => ({ ipAddress, userAgent });

let registered = 0;

/** A registration nobody made before. */
export function registration(overrides: Partial<authV1.RegisterRequest> = {}): authV1.RegisterRequest {
  registered += 1;
  return {
    requestId: `request-${registered}-${process.pid}`,
    email: `person${registered}@example.org`,
    password: 'violet teapot 19',
    displayName: 'Mei Ito',
    device: device(`203.0.113.${(registered % 250) + 1}`),
    ...overrides,
  };
}

export function bearer(accessToken: string): { readonly metadata: Metadata } {
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${accessToken}`);
  return { metadata };
}
