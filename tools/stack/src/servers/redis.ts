import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { hasExited, logTail, startChild, stopChild } from '../process/child.ts';
import { waitFor } from '../process/wait-for.ts';

const START_TIMEOUT_MS = 15_000;
const STOP_GRACE_MS = 10_000;

/** Debian's package that brings the server; no npm package does. */
export const REDIS_PACKAGE = 'redis-server';

export interface RedisOptions {
  /** Folder of the append-only file; made when absent. */
  readonly dataDir: string;
  /** TCP port on 127.0.0.1. */
  readonly port: number;
  readonly password: string;
  readonly logFile: string;
}

export interface RedisServer {
  readonly pid: number;
  readonly port: number;
  /** Address of database 0. */
  readonly url: string;
  stop(): Promise<void>;
}

async function answers(url: string): Promise<boolean> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: null, maxRetriesPerRequest: 0 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.ping()) === 'PONG';
  } finally {
    // On a connection that never came about, ioredis would leave a timer running.
    if (client.status !== 'end') client.disconnect();
  }
}

/** Starts a Redis server of our own on the loopback interface, with the append-only file on, and waits until it answers. */
export async function startRedis({ dataDir, port, password, logFile }: RedisOptions): Promise<RedisServer> {
  const program = '/usr/bin/redis-server';
  if (!existsSync(program))
    throw new Error(`${program} is missing; install it with:\n  sudo apt-get install ${REDIS_PACKAGE}`);
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
  const child = startChild(program, [configuration], { logFile, signalOnParentDeath: 'TERM' });
  const url = `redis://:${encodeURIComponent(password)}@127.0.0.1:${port}/0`;
  try {
    await waitFor(async () => hasExited(child) || answers(url), {
      what: 'Redis answering',
      timeoutMs: START_TIMEOUT_MS,
    });
    if (hasExited(child) || child.pid === undefined)
      throw new Error(`Redis ended at once; its log:\n${logTail(logFile)}`);
  } catch (error) {
    await stopChild(child, 'SIGTERM', STOP_GRACE_MS);
    throw error;
  }
  return { pid: child.pid, port, url, stop: () => stopChild(child, 'SIGTERM', STOP_GRACE_MS) };
}
