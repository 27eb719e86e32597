import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  freePort,
  postgresProcess,
  postgresUrl,
  redisProcess,
  redisUrl,
  startServer,
  type Server,
} from '@videocall/stack';
import { createDatabaseOn, type TestDatabase } from './test-database.ts';
import { preparePostgres, type PreparedPostgres } from './prepared-postgres.ts';

/** A PostgreSQL server of the caller's own, e.g. to kill it. */
export interface TestPostgres extends Server, PreparedPostgres {
  createDatabase(): Promise<TestDatabase>;
}

/** A Redis server of the caller's own, e.g. to kill it. */
export interface TestRedis extends Server {
  /** Address of database 0. */
  readonly url: string;
  /** Starts it again, on the same port and data, after it was stopped or killed. */
  startAgain(): Promise<TestRedis>;
}

const newPassword = (): string => randomBytes(12).toString('hex');

/** A new folder, and a way to stop a server that also removes it. */
function scratch(): { folder: string; removing: (server: Server) => Server } {
  const folder = mkdtempSync(join(tmpdir(), 'videocall-test-'));
  const removing = ({ pid, stop }: Server): Server => ({
    pid,
    stop: async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  });
  return { folder, removing };
}

/** Starts a PostgreSQL server with data of its own, which `stop` removes. */
export async function startPostgres(): Promise<TestPostgres> {
  const { folder, removing } = scratch();
  const options = {
    dataDir: join(folder, 'data'),
    port: await freePort(),
    password: newPassword(),
    logFile: join(folder, 'postgres.log'),
    durable: false,
  };
  const server = removing(await startServer(await postgresProcess(options)));
  try {
    const prepared = await preparePostgres(postgresUrl(options));
    return { ...server, ...prepared, createDatabase: () => createDatabaseOn(prepared) };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** Starts a Redis server with data of its own, which `stop` removes. */
export async function startRedis(): Promise<TestRedis> {
  const { folder, removing } = scratch();
  const options = {
    dataDir: join(folder, 'data'),
    port: await freePort(),
    password: newPassword(),
    logFile: join(folder, 'redis.log'),
  };
  const start = async (): Promise<TestRedis> => {
    const server = removing(await startServer(redisProcess(options)));
    return { ...server, url: redisUrl(options), startAgain: start };
  };
  return start();
}
