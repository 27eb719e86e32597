import { Redis } from 'ioredis';

/** Longer than any blocking read, so that only a dead connection is cut. */
const SOCKET_TIMEOUT_MS = 15_000;
const LAST_RECONNECT_MS = 1_000;

/**
 * A connection that comes back by itself, within about a second of Redis. Commands wait for the connection; what was in
 * flight when it broke fails, so that no caller believes in an answer that never came.
 *
 * @param onError is told of each failed attempt; Redis being away is not fatal for any service.
 */
export function connectRedis(url: string, onError: (error: Error) => void): Redis {
  const redis = new Redis(url, {
    protocol: 2,
    maxRetriesPerRequest: null,
    autoResendUnfulfilledCommands: false,
    socketTimeout: SOCKET_TIMEOUT_MS,
    retryStrategy: (attempt) => Math.min(50 * 2 ** Math.min(attempt, 10), LAST_RECONNECT_MS),
  });
  redis.on('error', onError);
  return redis;
}
