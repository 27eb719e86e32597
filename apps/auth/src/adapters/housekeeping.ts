import { setTimeout as sleep } from 'node:timers/promises';

import {
  Inject,
  Injectable,
  Logger,
  Optional,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';

import { EndExpiredAuthSessions } from '../application/end-expired-auth-sessions.js';
import { KeepSigningKeys } from '../application/keep-signing-keys.js';
import { PurgeOutlivedRows } from '../application/purge-outlived-rows.js';
import { SendMaintenanceNotices } from '../application/send-maintenance-notices.js';

const EVERY_MS = 60_000;

/** Runs what is due by the clock, once a minute, on every instance. */
@Injectable()
export class Housekeeping implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger(Housekeeping.name);
  readonly #stopping = new AbortController();
  readonly #tasks: readonly { run(): Promise<void> }[];
  #running: Promise<void> = Promise.resolve();

  constructor(
    keepSigningKeys: KeepSigningKeys,
    endExpiredAuthSessions: EndExpiredAuthSessions,
    purgeOutlivedRows: PurgeOutlivedRows,
    /** Only where there is a mail server. */
    @Optional() @Inject(SendMaintenanceNotices) sendMaintenanceNotices: SendMaintenanceNotices | undefined,
  ) {
    const notices = sendMaintenanceNotices ? [sendMaintenanceNotices] : [];
    this.#tasks = [keepSigningKeys, endExpiredAuthSessions, purgeOutlivedRows, ...notices];
  }

  onApplicationBootstrap(): void {
    this.#running = this.loop();
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  private async loop(): Promise<void> {
    while (await this.pause()) {
      for (const task of this.#tasks) {
        await task.run().catch((error: unknown) =>
          this.#logger.error({
            err: error,
            msg: 'a task failed and is tried again in a minute',
            task: task.constructor.name,
          }),
        );
      }
    }
  }

  /** @returns false where it was cut short to stop. */
  private pause(): Promise<boolean> {
    return sleep(EVERY_MS, true, { signal: this.#stopping.signal }).catch(() => false);
  }
}
