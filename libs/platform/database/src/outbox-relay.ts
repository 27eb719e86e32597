import { setTimeout as sleep } from 'node:timers/promises';
import { connectRedis, type EventStream } from '@videocall/events';
import type { Redis } from 'ioredis';
import { Client } from 'pg';
import { OutboxTable } from './outbox-table.js';
import { publishOutbox } from './publish-outbox.js';

/** Published although no notification came (it was sent while nobody listened). */
const SWEEP_MS = 1_000;
const CLEAN_UP_MS = 60_000;
const RECONNECT_MS = 500;
const CONNECT_TIMEOUT_MS = 2_000;
const STATEMENT_TIMEOUT_MS = 5_000;

export interface OutboxRelayOptions {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  /** Postgres schema that has the `outbox` table. */
  readonly schema: string;
  readonly stream: Pick<EventStream<unknown>, 'name'>;
  readonly onError: (error: Error) => void;
}

/**
 * Publishes a schema's outbox to its Redis stream, in order. Each instance of the owning service runs one; the holder of
 * an advisory lock publishes and the others stand by. Woken by NOTIFY, with a sweep each second behind it.
 *
 * Events are published at least once: a relay that dies after publishing and before noting it publishes again.
 */
export class OutboxRelay {
  readonly #options: OutboxRelayOptions;
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(options: OutboxRelayOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const redis = connectRedis(this.#options.redisUrl, this.#options.onError);
    while (!this.#stopping.signal.aborted) {
      await this.#relayOnce(redis).catch((error: Error) => this.#options.onError(error));
      await this.#pause(RECONNECT_MS);
    }
    redis.disconnect();
  }

  /** Relays over one database connection, until it breaks or the relay stops. */
  async #relayOnce(redis: Redis): Promise<void> {
    const client = new Client({
      connectionString: this.#options.databaseUrl,
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
    });
    const broken = new AbortController();
    client.on('error', (error) => broken.abort(error));
    client.on('end', () => broken.abort());
    const ended = AbortSignal.any([broken.signal, this.#stopping.signal]);
    await client.connect();
    try {
      const table = new OutboxTable(client, this.#options.schema);
      while (!ended.aborted && !(await table.lock())) await this.#pause(SWEEP_MS);
      await this.#publishUntil(ended, client, table, redis);
    } finally {
      await client.end().catch(this.#options.onError);
    }
  }

  async #publishUntil(ended: AbortSignal, client: Client, table: OutboxTable, redis: Redis): Promise<void> {
    let wake = (): void => undefined;
    client.on('notification', () => wake());
    await table.listen();
    let cleanUpDue = 0;
    while (!ended.aborted) {
      const notified = new Promise<void>((resolve) => {
        wake = resolve;
      });
      await publishOutbox(table, redis, this.#options.stream).catch(this.#options.onError);
      if (Date.now() >= cleanUpDue) {
        cleanUpDue = Date.now() + CLEAN_UP_MS;
        await table.deleteOld();
      }
      await Promise.race([notified, sleep(SWEEP_MS, undefined, { signal: ended }).catch(() => undefined)]);
    }
  }

  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }
}
