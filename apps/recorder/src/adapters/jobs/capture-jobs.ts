import { Logger } from '@nestjs/common';
import type { KeepCaptures } from '../../application/keep-captures.js';
import { CaptureQueue } from '../../application/ports/capture-queue.js';
import type { CaptureTable } from '../../application/ports/capture-table.js';
import { WakeUpQueue } from './wake-up-queue.js';

const LOOK_EVERY_MS = 1_000;
/** Taking a capture on takes no time; a process of its own does the work. */
const AT_ONCE = 10;

/** Wakes this process for captures. */
export class CaptureJobs extends CaptureQueue {
  readonly #logger = new Logger(CaptureJobs.name);
  readonly #redisUrl: string;
  #queue: WakeUpQueue | undefined;

  constructor(redisUrl: string) {
    super();
    this.#redisUrl = redisUrl;
  }

  start(table: CaptureTable, captures: KeepCaptures): void {
    this.#queue = new WakeUpQueue({
      name: 'capture',
      redisUrl: this.#redisUrl,
      concurrency: AT_ONCE,
      everyMs: LOOK_EVERY_MS,
      due: () => table.due(),
      work: async (recordingId) => captures.take(recordingId),
    });
    this.#queue.start();
  }

  async wake(recordingId: string): Promise<void> {
    try {
      await this.#queue?.wake(recordingId);
    } catch (error) {
      this.#logger.warn({ err: error, msg: 'nobody could be woken; the next look does it', recordingId });
    }
  }

  async stop(): Promise<void> {
    await this.#queue?.stop();
  }
}
