import { Redis } from 'ioredis';

/** An idle connection is probed after this long, then each second, ten times (libuv's intervals), and cut. */
const KEEP_ALIVE_MS = 5_000;
const LAST_RECONNECT_MS = 1_000;

/**
 * A connection that comes back by itself, within about a second of Redis. A command fails when its connection breaks or none
 * can be made, so that no caller waits for an answer that never comes.
 *
 * @param onError is told of each failed attempt; Redis being away is not fatal for any service.
 */
export function connectRedis(url: string, onError: (error: Error) => void): Redis {
  const redis = new Redis(url, {
    protocol: 2,
    maxRetriesPerRequest: 0,
    keepAlive: KEEP_ALIVE_MS,
    retryStrategy: (attempt) => Math.min(50 * 2 ** Math.min(attempt, 10), LAST_RECONNECT_MS),
  });
  redis.on('error', onError);
  return redis;
}
