import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import type { ProcessSpecification } from '../process/process-specification.ts';

/** Debian's package that brings the server; no npm package does. */
export const REDIS_PACKAGE = 'redis-server';
const PROGRAM = '/usr/bin/redis-server';

export interface RedisOptions {
  /** Folder of the append-only file; made when absent. */
  readonly dataDir: string;
  /** TCP port on 127.0.0.1. */
  readonly port: number;
  readonly password: string;
  readonly logFile: string;
}

/** Address of database 0. */
export function redisUrl({ port, password }: Pick<RedisOptions, 'port' | 'password'>): string {
  return `redis://:${encodeURIComponent(password)}@127.0.0.1:${port}/0`;
}

async function answers(url: string): Promise<boolean> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: null, maxRetriesPerRequest: 0 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.ping()) === 'PONG';
  } catch {
    return false;
  } finally {
    // On a connection that never came about, ioredis would leave a timer running.
    if (client.status !== 'end') client.disconnect();
  }
}

/** A Redis server on the loopback interface, with the append-only file on. */
export function redisProcess(options: RedisOptions): ProcessSpecification {
  if (!existsSync(PROGRAM))
    throw new Error(`${PROGRAM} is missing; install it with:\n  sudo apt-get install ${REDIS_PACKAGE}`);
  const { dataDir, port, password, logFile } = options;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  // In a file, since arguments are visible to every user of the machine.
  const configuration = join(dataDir, 'redis.conf');
  const settings = [
    'bind 127.0.0.1',
    `port ${port}`,
    `requirepass ${password}`,
    `dir ${JSON.stringify(dataDir)}`,
    'appendonly yes',
    'save ""',
    'databases 1024',
  ];
  writeFileSync(configuration, `${settings.join('\n')}\n`, { mode: 0o600 });
  const url = redisUrl(options);
  return {
    name: 'redis',
    command: PROGRAM,
    args: [configuration],
    cwd: '/',
    env: process.env,
    logFile,
    stopSignal: 'SIGTERM',
    isReady: () => answers(url),
  };
}
