import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal } from '@videocall/errors';
import type { Logger } from '@videocall/platform-logging';
import { CodecList, MEDIA_CODECS } from '../domain/codec-list.js';
import { MediaWorker, type MediaListen } from './media-worker.js';

export interface WorkerPoolOptions {
  readonly workers: number;
  readonly listen: MediaListen;
  /** Path of the mediasoup-worker program; undefined: where the package has it. */
  readonly workerBin: string | undefined;
  readonly log: Logger;
}

/** How long to wait before a worker that could not be started is tried again. Milliseconds. */
const RESTART_PAUSE = 500;

/**
 * The mediasoup workers of this node, one a core, each with its own port. A worker that dies is told of by `died` (its
 * routers are gone then) and replaced.
 */
export class WorkerPool extends EventEmitter<{ died: [MediaWorker] }> {
  readonly #options: WorkerPoolOptions;
  readonly #workers: (MediaWorker | undefined)[] = [];
  #closed = false;

  private constructor(options: WorkerPoolOptions) {
    super();
    this.#options = options;
  }

  static async start(options: WorkerPoolOptions): Promise<WorkerPool> {
    const pool = new WorkerPool(options);
    await Promise.all(Array.from({ length: options.workers }, (_, index) => pool.#start(index)));
    return pool;
  }

  get workers(): readonly MediaWorker[] {
    return this.#workers.filter((worker) => worker !== undefined);
  }

  /**
   * The worker with the least to do.
   *
   * @throws Refusal WORKER_UNAVAILABLE while every worker is being restarted
   */
  leastLoaded(): MediaWorker {
    const [first, ...others] = this.workers;
    if (!first) throw new Refusal('WORKER_UNAVAILABLE', { retryAfterMs: RESTART_PAUSE });
    return others.reduce((least, worker) => (worker.load < least.load ? worker : least), first);
  }

  /** The list that every router of this pool has, as one of them tells it. */
  async readCodecList(): Promise<CodecList> {
    const router = await this.leastLoaded().createRouter(MEDIA_CODECS);
    const list = new CodecList(router.rtpCapabilities);
    router.close();
    return list;
  }

  close(): void {
    this.#closed = true;
    for (const worker of this.workers) worker.close();
    this.#workers.length = 0;
  }

  async #start(index: number): Promise<void> {
    const { listen, workerBin, log } = this.#options;
    const worker = await MediaWorker.start({ index, listen, workerBin });
    if (this.#closed) {
      worker.close();
      return;
    }
    this.#workers[index] = worker;
    worker.once('died', (error) => {
      log.error({ err: error, worker: index }, 'a media worker died');
      this.#workers[index] = undefined;
      this.emit('died', worker);
      void this.#replace(index);
    });
  }

  async #replace(index: number): Promise<void> {
    while (!this.#closed) {
      try {
        await this.#start(index);
        this.#options.log.info({ worker: index }, 'a media worker was replaced');
        return;
      } catch (error) {
        this.#options.log.error({ err: error, worker: index }, 'a media worker could not be replaced yet');
        await sleep(RESTART_PAUSE);
      }
    }
  }
}
