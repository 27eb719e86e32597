import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';

const PREFIX = 'videocall-jobs';

export interface WakeUpQueueOptions {
  /** Of letters and `-`. */
  readonly name: string;
  readonly redisUrl: string;
  /** How many are worked on at once by this process. */
  readonly concurrency: number;
  /** How often the table is asked what is due. */
  readonly everyMs: number;
  /** Ids that somebody should work on now; the table is the truth, jobs only wake workers. */
  due(): Promise<readonly string[]>;
  /** Does what is due for an id, if it still is; must bear being called twice at once. */
  work(id: string, stopping: AbortSignal): Promise<void>;
}

/**
 * Wakes workers, of whichever process is free, for what is due by a table. Jobs that Redis lost are put there again, as is
 * what a killed process left undone.
 */
export class WakeUpQueue {
  readonly #options: WakeUpQueueOptions;
  readonly #logger: Logger;
  readonly #stopping = new AbortController();
  /** Makes ids of jobs unique to this process: a job that a killed one had in hand would keep its id taken. */
  readonly #process = randomUUID();
  readonly #connections: Redis[] = [];
  #queue?: Queue;
  #worker?: Worker;
  #looking: Promise<void> = Promise.resolve();

  constructor(options: WakeUpQueueOptions) {
    this.#options = options;
    this.#logger = new Logger(`WakeUpQueue ${options.name}`);
  }

  start(): void {
    const { name, concurrency, work } = this.#options;
    const onError = (error: Error): void => this.#logger.debug({ err: error, msg: 'Redis is away' });
    // A job that cannot be added now is added by a later look, not kept waiting.
    const adding = this.#connect({ enableOfflineQueue: false, maxRetriesPerRequest: 1 });
    const taking = this.#connect({ maxRetriesPerRequest: null });
    this.#queue = new Queue(name, { connection: adding, prefix: PREFIX });
    this.#queue.on('error', onError);
    this.#worker = new Worker<{ id: string }>(name, ({ data }) => work(data.id, this.#stopping.signal), {
      connection: taking,
      prefix: PREFIX,
      concurrency,
    });
    this.#worker.on('error', onError);
    this.#worker.on('failed', (job, error) => {
      this.#logger.error({ err: error, msg: 'work failed; it is tried again when due', id: job?.data.id });
    });
    this.#looking = this.#look();
  }

  /** Wakes a worker for an id now, rather than at the next look. */
  async wake(id: string): Promise<void> {
    const job = { jobId: `${id}-${this.#process}`, removeOnComplete: true, removeOnFail: true };
    await this.#queue?.add('due', { id }, job);
  }

  /** Cuts the work in hand short and waits for its end. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#looking;
    await this.#worker?.close();
    await this.#queue?.close();
    for (const connection of this.#connections) connection.disconnect();
  }

  async #look(): Promise<void> {
    const { due, everyMs } = this.#options;
    while (!this.#stopping.signal.aborted) {
      try {
        for (const id of await due()) await this.wake(id);
      } catch (error) {
        this.#logger.warn({ err: error, msg: 'nobody could be woken just now' });
      }
      await sleep(everyMs, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
    }
  }

  #connect(options: { enableOfflineQueue?: boolean; maxRetriesPerRequest: number | null }): Redis {
    const connection = new Redis(this.#options.redisUrl, options);
    connection.on('error', (error) => this.#logger.debug({ err: error, msg: 'Redis is away' }));
    this.#connections.push(connection);
    return connection;
  }
}
