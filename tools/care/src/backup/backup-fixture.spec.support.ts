import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, postgresProcess, postgresUrl, startServer } from '@videocall/stack';
import { startObjectServer, type TestObjectServer } from '@videocall/testing';
import pg from 'pg';
import { Bucket } from './bucket.ts';
import { Restic } from './restic.ts';

/** A folder of its own, and a way to be rid of it. */
export function scratchFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'videocall-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A repository in a local folder: how it is reached is restic's affair. */
export function localRestic(folder: string, password = 'a password'): Restic {
  const env = { RESTIC_CACHE_DIR: join(folder, 'cache') };
  return new Restic({ repository: join(folder, 'repository'), password, env, options: [] });
}

export function bucketOn({ endpoint, bucket }: TestObjectServer): Bucket {
  const keys = { accessKey: 'any', secretKey: 'any' };
  return new Bucket({ endpoint, bucket, ...keys, region: 'us-east-1', pathStyle: true, encrypted: false });
}

/** A storage with recordings of the given names, each with content of its own. */
export async function storageWith(folder: string, recordings: readonly string[]): Promise<TestObjectServer> {
  const server = await startObjectServer();
  const bucket = bucketOn(server);
  for (const key of recordings) await bucket.store(key, contentFile(folder, key));
  return server;
}

/** A file that holds what {@link storageWith} stores under a key. */
export function contentFile(folder: string, key: string): string {
  const path = join(folder, key.replaceAll('/', '-'));
  writeFileSync(path, Buffer.alloc(300_000, `content of ${key} `));
  return path;
}

/** What a server keeps as files, in the folders that the container of the backup mounts. */
export function installationFiles(folder: string): string {
  const source = join(folder, 'source');
  for (const path of ['deploy/secrets', 'volumes/acme', 'volumes/captures/rec_2'])
    mkdirSync(join(source, path), { recursive: true });
  writeFileSync(join(source, 'deploy/.env'), 'DOMAIN=call.example.org\nPUBLIC_IPV4=192.0.2.1\n', { mode: 0o600 });
  writeFileSync(join(source, 'deploy/secrets/recordings-key'), 'a key', { mode: 0o400 });
  writeFileSync(join(source, 'volumes/acme/account.json'), '{"account": 1}', { mode: 0o640 });
  writeFileSync(join(source, 'volumes/captures/rec_2/capture.jsonl'), '{}\n');
  return source;
}

/** A PostgreSQL server that has nothing but an empty database: none of the roles that migrations make. */
export async function emptyPostgres(folder: string): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const password = 'owner';
  const dataDir = join(folder, 'postgres');
  const options = { dataDir, port: await freePort(), password, logFile: join(folder, 'postgres.log'), durable: false };
  const server = await startServer(await postgresProcess(options));
  const url = new URL(postgresUrl(options));
  await execute(url.href, 'CREATE DATABASE videocall');
  url.pathname = '/videocall';
  return { url: url.href, stop: () => server.stop() };
}

export async function execute(url: string, statement: string, values: readonly unknown[] = []): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(statement, [...values]);
    return rows;
  } finally {
    await client.end();
  }
}
