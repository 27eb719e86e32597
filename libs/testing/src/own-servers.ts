import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as stack from '@videocall/stack';
import { createDatabaseOn, type TestDatabase } from './test-database.ts';
import { preparePostgres, type PreparedPostgres } from './prepared-postgres.ts';

/** A PostgreSQL server of the caller's own, e.g. to kill it. */
export interface TestPostgres extends stack.PostgresServer, PreparedPostgres {
  createDatabase(): Promise<TestDatabase>;
}

/** A Redis server of the caller's own, e.g. to kill it. */
export interface TestRedis extends stack.RedisServer {
  /** Starts it again, on the same port and data, after it was stopped or killed. */
  startAgain(): Promise<TestRedis>;
}

function scratchFolder(): string {
  return mkdtempSync(join(tmpdir(), 'videocall-test-'));
}

/** Starts a PostgreSQL server with data of its own, which `stop` removes. */
export async function startPostgres(): Promise<TestPostgres> {
  const folder = scratchFolder();
  const server = await stack.startPostgres({
    dataDir: join(folder, 'data'),
    port: await stack.freePort(),
    password: randomBytes(12).toString('hex'),
    logFile: join(folder, 'postgres.log'),
    durable: false,
  });
  const stop = async (): Promise<void> => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const prepared = await preparePostgres(server.url);
    return { ...server, ...prepared, stop, createDatabase: () => createDatabaseOn(prepared) };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Starts a Redis server with data of its own, which `stop` removes. */
export async function startRedis(): Promise<TestRedis> {
  const folder = scratchFolder();
  const options = {
    dataDir: join(folder, 'data'),
    port: await stack.freePort(),
    password: randomBytes(12).toString('hex'),
    logFile: join(folder, 'redis.log'),
  };
  const start = async (): Promise<TestRedis> => {
    const server = await stack.startRedis(options);
    const stop = async (): Promise<void> => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    };
    return { ...server, stop, startAgain: start };
  };
  return start();
}
