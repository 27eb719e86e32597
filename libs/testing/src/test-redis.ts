import { Redis } from 'ioredis';
import { sharedServers } from './shared-servers.ts';

/** Redis numbers its databases; 0 only counts those given out. */
const DATABASES = 1024;

/**
 * An empty database on the Redis server that this Jest run shares (`globalSetup: '@videocall/testing/jest-setup'`).
 * @returns its address
 */
export async function createTestRedis(): Promise<string> {
  const { redisUrl } = sharedServers();
  const client = new Redis(redisUrl);
  try {
    const number = await client.incr('databases-given-out');
    if (number >= DATABASES) throw new Error(`one run can use ${DATABASES - 1} Redis databases`);
    const url = new URL(redisUrl);
    url.pathname = `/${number}`;
    return url.href;
  } finally {
    client.disconnect();
  }
}
