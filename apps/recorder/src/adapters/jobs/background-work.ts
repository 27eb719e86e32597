import type { OnApplicationShutdown } from '@nestjs/common';
import { MakeClip } from '../../application/make-clip.js';
import { ClipTable } from '../../application/ports/clip-table.js';
import { ProcessingTable } from '../../application/ports/processing-table.js';
import { ProcessRecording } from '../../application/process-recording.js';
import { WakeUpQueue } from './wake-up-queue.js';

/** How long what is due waits at most for somebody to be woken. */
const EVERY_MS = 1_000;
/** Composing is all that a core can do; calls are to have the others. */
const AT_ONCE = 1;

/** What is made in the background of captures and of stored recordings. */
export class BackgroundWork implements OnApplicationShutdown {
  readonly #queues: readonly WakeUpQueue[];

  constructor(
    redisUrl: string,
    recordings: { readonly table: ProcessingTable; readonly process: ProcessRecording },
    clips: { readonly table: ClipTable; readonly make: MakeClip },
  ) {
    const common = { redisUrl, concurrency: AT_ONCE, everyMs: EVERY_MS };
    this.#queues = [
      new WakeUpQueue({
        ...common,
        name: 'recordings',
        due: () => recordings.table.due(),
        work: (id, stopping) => recordings.process.execute(id, stopping),
      }),
      new WakeUpQueue({
        ...common,
        name: 'clips',
        due: () => clips.table.due(),
        work: (id, stopping) => clips.make.execute(id, stopping),
      }),
    ];
  }

  start(): void {
    for (const queue of this.#queues) queue.start();
  }

  /** What is in hand is cut short; whoever starts next goes on with it. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.#queues.map((queue) => queue.stop()));
  }
}
