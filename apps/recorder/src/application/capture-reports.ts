import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { CapturedCalls } from './ports/captured-calls.js';

/** A capture that is cut for less is not worth alarming people. */
const TOLERATED_MS = 3_000;
const RETRY_MS = 1_000;

/** Tells the orchestrator of one capture whether it goes on, until it knows. */
export class CaptureReport {
  readonly #send: (capturing: boolean) => Promise<void>;
  readonly #stopped = new AbortController();
  #capturing = false;
  #told = false;
  #telling: Promise<void> | undefined;
  #tolerance: NodeJS.Timeout | undefined;

  /** @param send rejects where it should be tried again */
  constructor(send: (capturing: boolean) => Promise<void>) {
    this.#send = send;
  }

  update(capturing: boolean): void {
    clearTimeout(this.#tolerance);
    if (capturing) this.#settle(true);
    else this.#tolerance = setTimeout(() => this.#settle(false), TOLERATED_MS);
  }

  /** Nothing more is told. */
  async stop(): Promise<void> {
    clearTimeout(this.#tolerance);
    this.#stopped.abort();
    await this.#telling;
  }

  #settle(capturing: boolean): void {
    this.#capturing = capturing;
    this.#telling ??= this.#tell().finally(() => (this.#telling = undefined));
  }

  async #tell(): Promise<void> {
    const { signal } = this.#stopped;
    while (this.#told !== this.#capturing && !signal.aborted) {
      const capturing = this.#capturing;
      try {
        await this.#send(capturing);
        this.#told = capturing;
      } catch {
        // `send` has logged it.
        await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }
}

/** What the orchestrator is told of captures. */
@Injectable()
export class CaptureReports {
  readonly #logger = new Logger(CaptureReports.name);
  readonly #calls: CapturedCalls;

  constructor(calls: CapturedCalls) {
    this.#calls = calls;
  }

  of(recordingId: string): CaptureReport {
    return new CaptureReport(async (capturing) => {
      try {
        await this.#calls.report(recordingId, capturing);
      } catch (error) {
        this.#logger.warn({ err: error, msg: 'the orchestrator could not be told of a capture', recordingId });
        throw error;
      }
    });
  }
}
