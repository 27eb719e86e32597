import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { KeepRetention } from '../application/keep-retention.js';

const EVERY_MS = 60_000;

/** Keeps to retention, from the start on once a minute. */
@Injectable()
export class Housekeeping implements OnApplicationShutdown {
  readonly #logger = new Logger(Housekeeping.name);
  readonly #stopping = new AbortController();
  readonly #retention: KeepRetention;
  #running: Promise<void> = Promise.resolve();

  constructor(retention: KeepRetention) {
    this.#retention = retention;
  }

  start(): void {
    this.#running = this.#loop();
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #loop(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      await this.#retention.run().catch((error: unknown) => {
        this.#logger.error({ err: error, msg: 'retention failed and is tried again in a minute' });
      });
      await sleep(EVERY_MS, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
    }
  }
}
