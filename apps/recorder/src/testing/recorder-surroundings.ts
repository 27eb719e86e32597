import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase, createTestRedis, freePort, TestCertificates, type TestDatabase } from '@videocall/testing';
import { Client } from 'pg';

/** What a recorder has around it: a database, Redis, certificates, a folder. */
export class RecorderSurroundings {
  readonly folder = mkdtempSync(join(tmpdir(), 'videocall-recorder-'));
  readonly certificates = new TestCertificates();

  private constructor(
    readonly database: TestDatabase,
    readonly sql: Client,
    readonly redisUrl: string,
    readonly grpcPort: number,
  ) {}

  static async make(): Promise<RecorderSurroundings> {
    const [database, redisUrl, grpcPort] = await Promise.all([createTestDatabase(), createTestRedis(), freePort()]);
    const sql = new Client({ connectionString: database.ownerUrl });
    await sql.connect();
    return new RecorderSurroundings(database, sql, redisUrl, grpcPort);
  }

  /** Settings of a recorder; others may be put in their place. */
  get environment(): Record<string, string> {
    return {
      NODE_ENV: 'test',
      LOG_LEVEL: 'error',
      HTTP_PORT: '0',
      GRPC_PORT: String(this.grpcPort),
      DATABASE_URL: this.database.urls.recording,
      REDIS_URL: this.redisUrl,
      ORCHESTRATOR_GRPC_ADDRESS: 'localhost:1',
      AUTH_JWKS_URL: 'http://127.0.0.1:1/jwks.json',
      RECORDINGS_DIR: join(this.folder, 'captures'),
      STORAGE_FOLDER: join(this.folder, 'recordings'),
      STORAGE_KEY_FILE: join(this.folder, 'recordings-key'),
      CAPTURE_IP: '127.0.0.1',
      CAPTURE_PORT_BASE: '21000',
      ...this.certificates.filesFor('recorder'),
    };
  }

  async query<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.sql.query<Row>(text, values)).rows;
  }

  async dispose(): Promise<void> {
    this.certificates.dispose();
    rmSync(this.folder, { recursive: true });
    await this.sql.end();
    await this.database.drop();
  }
}
