import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync, mkdirSync, chmodSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { freePort, redisProcess, redisUrl, startServer } from '@videocall/stack';
import {
  createTestDatabase,
  startRedis,
  type TestDatabase,
  type TestObjectServer,
  type TestRedis,
} from '@videocall/testing';
import {
  bucketOn,
  contentFile,
  emptyPostgres,
  execute,
  installationFiles,
  localRestic,
  scratchFolder,
  storageWith,
} from './backup-fixture.spec.support.ts';
import { createBackup, type BackupSources } from './create.ts';
import { restoreDatabase } from './database.ts';
import { drill } from './drill.ts';
import type { Manifest } from './manifest.ts';
import { run } from './program.ts';
import { placeRedisSnapshot } from './redis.ts';
import type { Restic } from './restic.ts';
import { FETCHED, fetchForRestore, restoreConfiguration, restoreRecordings, restoreVolumes } from './restore.ts';
import { forgetUnlisted, OBJECTS_TAG } from './saved-objects.ts';

// Each run of restic takes most of a second to derive its key.
jest.setTimeout(120_000);

const RECORDINGS = ['rec_1/composite.mp4', 'rec_1/thumbnail.jpg', 'rec_2/composite.mp4'];
const ADD_USER = `INSERT INTO auth.users (id, email, display_name, password_hash, created_at)
  VALUES ($1, $2, $3, 'hash', '2026-11-22T10:00:00.123Z')`;

describe('a backup', () => {
  const work = scratchFolder();
  const scratch = join(work.path, 'scratch');
  let database: TestDatabase;
  let redis: TestRedis;
  let storage: TestObjectServer;
  let restic: Restic;
  let sources: BackupSources;
  let migrations: string[];

  beforeAll(async () => {
    database = await createTestDatabase();
    redis = await startRedis();
    storage = await storageWith(work.path, RECORDINGS);
    restic = localRestic(work.path);
    await execute(database.ownerUrl, ADD_USER, ['user_1', 'ada@example.org', 'Ада 愛 "quoted"']);
    await redisCli(redis.url, 'SET', 'key', 'value');
    sources = {
      databaseUrl: database.ownerUrl,
      redisUrl: redis.url,
      recordings: bucketOn(storage),
      files: installationFiles(work.path),
      version: '1.2.3',
    };
    const rows = await execute(database.ownerUrl, 'SELECT migration_name AS name FROM _prisma_migrations');
    migrations = rows.map((row) => String(Reflect.get(Object(row), 'name')));
  });
  afterAll(async () => {
    await Promise.all([database.drop(), redis.stop(), storage.stop()]);
    work.remove();
  });

  async function redisCli(url: string, ...args: readonly string[]): Promise<string> {
    const { port, password } = new URL(url);
    return await run('redis-cli', ['-p', port, ...args], { env: { REDISCLI_AUTH: decodeURIComponent(password) } });
  }

  it('saves all there is the first time, and recordings only once', async () => {
    expect(await createBackup(restic, sources, scratch)).toMatchObject({ full: true, recordings: 3 });
    expect(await restic.snapshots([OBJECTS_TAG])).toHaveLength(2);
    await bucketOn(storage).store('rec_3/composite.mp4', contentFile(work.path, 'rec_3/composite.mp4'));
    expect(await createBackup(restic, sources, scratch)).toMatchObject({ full: false, recordings: 4 });
    expect(await restic.snapshots([OBJECTS_TAG])).toHaveLength(3);
  });

  it('leaves nothing behind where it was made', () => {
    expect(readdirSync(join(scratch, 'objects'))).toEqual([]);
    expect(readdirSync(scratch)).toEqual(['objects']);
  });

  it('is refused by a version that is older than its data', async () => {
    await expect(fetchForRestore(restic, scratch, migrations.slice(0, 2))).rejects.toThrow(
      /made by version 1\.2\.3, which is later than this one/,
    );
  });

  describe('restored onto an empty server', () => {
    const other = scratchFolder();
    let manifest: Manifest;
    let empty: { readonly url: string; stop(): Promise<void> };
    let emptyStorage: TestObjectServer;

    beforeAll(async () => {
      empty = await emptyPostgres(other.path);
      emptyStorage = await storageWith(other.path, []);
      manifest = await fetchForRestore(restic, scratch, migrations);
    });
    afterAll(async () => {
      await Promise.all([empty.stop(), emptyStorage.stop()]);
      other.remove();
    });

    it('gives every row and right back, once', async () => {
      await restoreDatabase(empty.url, join(scratch, FETCHED), manifest);
      const user = 'SELECT * FROM auth.users';
      expect(await execute(empty.url, user)).toEqual(await execute(database.ownerUrl, user));
      const rights = `SELECT n.nspname, c.relname, c.relacl::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname IN ('auth', 'call', 'recording') ORDER BY 1, 2`;
      expect(await execute(empty.url, rights)).toEqual(await execute(database.ownerUrl, rights));
      const defaults = 'SELECT defaclacl::text FROM pg_default_acl ORDER BY 1';
      expect(await execute(empty.url, defaults)).toEqual(await execute(database.ownerUrl, defaults));
      const members = `SELECT pg_has_role('videocall_auth', 'auth_service', 'MEMBER') AS member`;
      expect(await execute(empty.url, members)).toEqual([{ member: true }]);
      await expect(restoreDatabase(empty.url, join(scratch, FETCHED), manifest)).rejects.toThrow('is not empty');
    });

    it('gives recordings back byte for byte, and does not store them twice', async () => {
      const bucket = bucketOn(emptyStorage);
      expect(await restoreRecordings(restic, manifest, bucket, scratch)).toBe(4);
      for (const key of [...RECORDINGS, 'rec_3/composite.mp4']) {
        const path = join(other.path, 'fetched');
        await bucket.fetch(key, path);
        expect(readFileSync(path).equals(readFileSync(contentFile(work.path, key)))).toBe(true);
      }
      expect(await restoreRecordings(restic, manifest, bucket, scratch)).toBe(0);
    });

    it('gives settings, secrets and volumes back, the settings for another domain', async () => {
      const target = join(other.path, 'target');
      for (const path of ['deploy/compose', 'volumes/acme', 'volumes/captures/rec_9'])
        mkdirSync(join(target, path), { recursive: true });
      chmodSync(join(target, 'deploy'), 0o750);
      await restoreConfiguration(scratch, target, 'video.example.net', { PUBLIC_IPV4: '192.0.2.2' });
      expect(await restoreVolumes(scratch, target)).toEqual(['acme', 'captures']);
      expect(readFileSync(join(target, 'deploy/.env'), 'utf8')).toBe(
        'DOMAIN=video.example.net\nPUBLIC_IPV4=192.0.2.2\n',
      );
      expect(statSync(join(target, 'deploy')).mode & 0o777).toBe(0o750);
      expect(statSync(join(target, 'deploy/secrets/recordings-key')).mode & 0o777).toBe(0o400);
      expect(statSync(join(target, 'volumes/acme/account.json')).mode & 0o777).toBe(0o640);
      expect(readdirSync(join(target, 'volumes/captures'))).toEqual(['rec_2']);
    });

    it('gives Redis back, to a server with its append-only file on', async () => {
      const dataDir = join(other.path, 'redis');
      mkdirSync(dataDir);
      await placeRedisSnapshot(join(scratch, FETCHED), dataDir);
      const options = { dataDir, port: await freePort(), password: 'secret', logFile: join(other.path, 'redis.log') };
      const server = await startServer(redisProcess(options));
      try {
        expect((await redisCli(redisUrl(options), 'GET', 'key')).trim()).toBe('value');
      } finally {
        await server.stop();
      }
    });
  });

  it('is proved by a drill', async () => {
    const other = scratchFolder();
    const empty = await emptyPostgres(other.path);
    try {
      const result = await drill(restic, empty.url, { scratch, mostObjectBytes: 1_000_000_000 });
      expect(result).toMatchObject({ objects: 4 });
      expect(result.rows).toBeGreaterThan(migrations.length);
    } finally {
      await empty.stop();
      other.remove();
    }
  });

  describe('that was damaged', () => {
    let saved: ReadonlyMap<string, Buffer>;

    beforeAll(() => {
      saved = new Map(smallestFirst(join(work.path, 'repository', 'data')));
    });
    afterEach(() => {
      for (const [path, content] of saved) writeFileSync(path, content);
    });

    it('is refused where a file of the repository was cut off', async () => {
      const [path] = saved.keys();
      truncateSync(path ?? '', 1_000);
      await expect(fetchForRestore(restic, scratch, migrations)).rejects.toThrow('are damaged, or cannot be reached');
    });

    it('is refused where one bit of each file of the repository is another', async () => {
      for (const [path, content] of saved) {
        const flipped = Buffer.from(content);
        flipped[20] = (flipped[20] ?? 0) ^ 1;
        writeFileSync(path, flipped);
      }
      await expect(fetchForRestore(restic, scratch, migrations)).rejects.toThrow('damaged');
    });

    it('is not opened by another password', async () => {
      await expect(localRestic(work.path, 'another password').snapshots([])).rejects.toThrow('wrong password');
    });
  });

  it('is given up with the recordings that only it had', async () => {
    const [first, second] = await restic.snapshots([OBJECTS_TAG]);
    await forgetUnlisted(
      restic,
      first ? [{ key: 'rec_1/composite.mp4', bytes: 1, sha256: '', snapshot: first.id }] : [],
    );
    expect(await restic.snapshots([OBJECTS_TAG])).toEqual([first]);
    expect(second).toBeDefined();
  });
});

/** Files of a repository's data with their content: first those that say what is where, last those that hold recordings. */
function smallestFirst(folder: string): [string, Buffer][] {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
  const files = paths
    .filter((path) => statSync(path).isFile())
    .sort((one, other) => statSync(one).size - statSync(other).size);
  for (const path of files) chmodSync(path, 0o600);
  return files.map((path) => [path, readFileSync(path)]);
}
