import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { connectRedis } from './connect-redis.js';

const PAUSE_AFTER_FAILURE_MS = 250;

/** A running reader of a stream. */
export interface StreamReader {
  /** Stops after the event in hand. */
  close(): Promise<void>;
}

interface LoopSteps {
  /** Runs after every connect, before anything is read. */
  readonly onConnected: (redis: Redis) => Promise<void>;
  /** Reads and handles one batch. */
  readonly step: (redis: Redis, stopping: AbortSignal) => Promise<void>;
}

/** Reads with a connection of its own until closed; failures are told to `onError` and tried again. */
export function runStreamLoop(
  redisUrl: string,
  { onConnected, step }: LoopSteps,
  onError: (error: Error) => void,
): StreamReader {
  const stop = new AbortController();
  const redis = connectRedis(redisUrl, onError);
  let isNewConnection = true;
  redis.on('close', () => {
    isNewConnection = true;
  });

  const turn = async (): Promise<void> => {
    await untilReady(redis, stop.signal);
    if (stop.signal.aborted) return;
    if (isNewConnection) {
      isNewConnection = false;
      await onConnected(redis).catch((error: unknown) => {
        isNewConnection = true;
        throw error;
      });
    }
    await step(redis, stop.signal);
  };
  const loop = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      try {
        await turn();
      } catch (error) {
        if (stop.signal.aborted) return;
        onError(error instanceof Error ? error : new Error(String(error)));
        await sleep(PAUSE_AFTER_FAILURE_MS, undefined, { signal: stop.signal }).catch(() => undefined);
      }
    }
  };

  const running = loop();
  return {
    async close() {
      stop.abort();
      redis.disconnect();
      await running;
    },
  };
}

/** Until there is a connection, or none is wanted any more. */
function untilReady(redis: Redis, stopping: AbortSignal): Promise<void> {
  if (redis.status === 'ready' || stopping.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      redis.off('ready', done);
      stopping.removeEventListener('abort', done);
      resolve();
    };
    redis.on('ready', done);
    stopping.addEventListener('abort', done);
  });
}
