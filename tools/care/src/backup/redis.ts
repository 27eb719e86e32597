import { chown, copyFile, mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './program.ts';

/** Name of Redis's snapshot within a backup. */
export const REDIS_SNAPSHOT = 'redis.rdb';
const APPEND_ONLY_FOLDER = 'appendonlydir';
const BASE_FILE = 'appendonly.aof.1.base.rdb';

/** Takes a snapshot of all that a Redis server holds, over the network. @param url `redis://:password@host:port` */
export async function snapshotRedis(url: string, folder: string): Promise<void> {
  const { hostname, port, password } = new URL(url);
  const server = ['-h', hostname, '-p', port || '6379', '--no-auth-warning'];
  await run('redis-cli', [...server, '--rdb', join(folder, REDIS_SNAPSHOT)], {
    env: { REDISCLI_AUTH: decodeURIComponent(password) },
  });
}

/** @throws Error where Redis could not load it */
export async function checkRedisSnapshot(folder: string): Promise<void> {
  await run('redis-check-rdb', [join(folder, REDIS_SNAPSHOT)]);
}

/**
 * Puts a snapshot where a Redis server that has its append-only file on will load it when it starts: it looks at no
 * other file than those (Redis 7, "multi part AOF"), so the snapshot becomes their base.
 * @param dataFolder of the server, which must not run
 */
export async function placeRedisSnapshot(folder: string, dataFolder: string): Promise<void> {
  const { uid, gid } = await stat(dataFolder);
  const appendOnly = join(dataFolder, APPEND_ONLY_FOLDER);
  const base = join(appendOnly, BASE_FILE);
  const list = join(appendOnly, 'appendonly.aof.manifest');
  await mkdir(appendOnly, { mode: 0o700 });
  await copyFile(join(folder, REDIS_SNAPSHOT), base);
  await writeFile(list, `file ${BASE_FILE} seq 1 type b\n`);
  for (const path of [appendOnly, base, list]) await chown(path, uid, gid);
}
