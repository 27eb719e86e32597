import { once } from 'node:events';
import { Refusal } from '@videocall/errors';
import { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { rateLimitAddress } from '../domain/client-address.js';

/** A limit that waits longer for Redis would itself be the outage. */
const REDIS_TIMEOUT_MS = 500;
const CONNECT_TIMEOUT_MS = 2_000;
const WINDOW_SECONDS = 60;

export interface RateLimits {
  readonly perAddress: number;
  readonly perIdentity: number;
}

/**
 * Requests a minute (AUTH-3), counted in Redis for all gateways together: by address for whoever shows no valid identity, by
 * identity for the others, so that colleagues behind one address share nothing. While Redis is away each gateway counts
 * for itself.
 */
export class RequestRates {
  readonly #redis: Redis;
  readonly #byAddress: RateLimiterAbstract;
  readonly #byIdentity: RateLimiterAbstract;

  /** @param onError is told of Redis being away */
  constructor(redisUrl: string, limits: RateLimits, onError: (error: Error) => void) {
    // Commands fail at once without a connection: the limiter then counts in memory.
    this.#redis = new Redis(redisUrl, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      commandTimeout: REDIS_TIMEOUT_MS,
      connectTimeout: CONNECT_TIMEOUT_MS,
      retryStrategy: (attempt) => Math.min(100 * attempt, 1_000),
    });
    this.#redis.on('error', onError);
    this.#byAddress = this.#limiter('address', limits.perAddress);
    this.#byIdentity = this.#limiter('identity', limits.perIdentity);
  }

  /** Waits for Redis for a moment, so that the first requests are counted there too; without it things go on as well. */
  async connect(): Promise<void> {
    if (this.#redis.status === 'ready') return;
    await once(this.#redis, 'ready', { signal: AbortSignal.timeout(CONNECT_TIMEOUT_MS) }).catch(() => undefined);
  }

  /** @throws Refusal RATE_LIMITED with the time until the window ends */
  countAddress(address: string): Promise<void> {
    return count(this.#byAddress, rateLimitAddress(address));
  }

  /** @throws Refusal RATE_LIMITED with the time until the window ends */
  countIdentity(identityId: string): Promise<void> {
    return count(this.#byIdentity, identityId);
  }

  close(): void {
    this.#redis.disconnect();
  }

  #limiter(name: string, points: number): RateLimiterAbstract {
    const options = { keyPrefix: `videocall:rate:${name}`, points, duration: WINDOW_SECONDS };
    return new RateLimiterRedis({
      ...options,
      storeClient: this.#redis,
      insuranceLimiter: new RateLimiterMemory(options),
    });
  }
}

async function count(limiter: RateLimiterAbstract, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (error) {
    if (error instanceof RateLimiterRes) throw new Refusal('RATE_LIMITED', { retryAfterMs: error.msBeforeNext });
    throw error;
  }
}
