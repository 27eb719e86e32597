import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TlsMaterial } from '@videocall/platform-grpc';
import { createTestDatabase, createTestRedis, TestCertificates, type TestDatabase } from '@videocall/testing';
import { Client } from 'pg';
import { Identities } from './identities.js';

/** What an orchestrator has around it: a database, Redis, auth's keys, certificates; sfu-nodes come besides. */
export class Surroundings {
  readonly gatewayTls: TlsMaterial;
  readonly #folder = mkdtempSync(join(tmpdir(), 'videocall-orchestrator-'));

  readonly #turnSecretFile = join(this.#folder, 'turn-secret');

  private constructor(
    readonly database: TestDatabase,
    readonly sql: Client,
    readonly redisUrl: string,
    readonly identities: Identities,
    readonly certificates: TestCertificates,
  ) {
    this.gatewayTls = certificates.materialFor('api-gateway');
    writeFileSync(this.#turnSecretFile, randomBytes(32).toString('base64'));
  }

  static async make(): Promise<Surroundings> {
    const [database, redisUrl, identities] = await Promise.all([
      createTestDatabase(),
      createTestRedis(),
      Identities.start(),
    ]);
    const sql = new Client({ connectionString: database.ownerUrl });
    await sql.connect();
    return new Surroundings(database, sql, redisUrl, identities, new TestCertificates());
  }

  /** Settings of an orchestrator; `SFU_NODES` and its ports come besides, and a recorder where one is asked. */
  get environment(): Record<string, string> {
    return {
      NODE_ENV: 'test',
      LOG_LEVEL: 'error',
      DATABASE_URL: this.database.urls.call,
      REDIS_URL: this.redisUrl,
      AUTH_JWKS_URL: this.identities.jwksUrl,
      RECORDER_GRPC_ADDRESS: 'localhost:1',
      // The machine that tests run on is full of tests.
      HOST_LIMITS_ENFORCED: 'false',
      KEY_ENCRYPTION_KEY_FILE: join(this.#folder, 'key'),
      TURN_URLS: 'turn:relay.test:3478?transport=udp,turns:relay.test:5349',
      TURN_SECRET_FILE: this.#turnSecretFile,
      ...this.certificates.filesFor('call-orchestrator'),
    };
  }

  async query<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.sql.query<Row>(text, values)).rows;
  }

  async dispose(): Promise<void> {
    this.identities.stop();
    this.certificates.dispose();
    rmSync(this.#folder, { recursive: true });
    await this.sql.end();
    await this.database.drop();
  }
}
