import { Injectable, Logger } from '@nestjs/common';
import { CaptureReports } from './capture-reports.js';
import { FinishCapture } from './finish-capture.js';
import { CaptureRunner } from './ports/capture-runner.js';
import { CaptureTable, type CaptureClaim } from './ports/capture-table.js';

const RENEW_EVERY_MS = 1_000;

/** The captures that this process does (REC-1, REC-4). */
@Injectable()
export class KeepCaptures {
  readonly #logger = new Logger(KeepCaptures.name);
  /** By recording id: what ends it, and its end. */
  readonly #running = new Map<string, { readonly ending: AbortController; readonly done: Promise<void> }>();
  readonly #stopping = new AbortController();

  constructor(
    private readonly table: CaptureTable,
    private readonly runner: CaptureRunner,
    private readonly finish: FinishCapture,
    private readonly reports: CaptureReports,
  ) {}

  /** This process is stopping and takes on nothing new. */
  get isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  /** Captures what is to be captured, if nobody does it yet; returns at once. */
  take(recordingId: string): void {
    if (this.#running.has(recordingId) || this.isStopping) return;
    const ending = new AbortController();
    const done = this.#keep(recordingId, ending)
      .catch((error: unknown) => {
        this.#logger.error({ err: error, msg: 'a capture failed; it is taken up again', recordingId });
      })
      .finally(() => this.#running.delete(recordingId));
    this.#running.set(recordingId, { ending, done });
  }

  /** Ends a capture that this process does; others learn it from the table. */
  end(recordingId: string): void {
    this.#running.get(recordingId)?.ending.abort();
  }

  /** Ends this process's part in all captures, in good order; they go on in another one. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all([...this.#running.values()].map(({ done }) => done));
  }

  async #keep(recordingId: string, ending: AbortController): Promise<void> {
    const claim = await this.table.claim(recordingId);
    if (!claim) return;
    if (claim.endRequested) ending.abort();
    const lost = new AbortController();
    const renewing = setInterval(() => this.#renew(claim, ending, lost), RENEW_EVERY_MS);
    try {
      const stopping = AbortSignal.any([this.#stopping.signal, lost.signal]);
      const outcome = await this.#capture(claim, ending.signal, stopping);
      if (outcome === 'ended') await this.finish.execute(claim);
    } finally {
      clearInterval(renewing);
      // Of what is handed on, or lost to another process, nothing is left to release.
      await this.table.release(recordingId, claim);
    }
  }

  async #capture(claim: CaptureClaim, ending: AbortSignal, stopping: AbortSignal): Promise<'ended' | 'stopped'> {
    const { recordingId } = claim.order;
    const report = this.reports.of(recordingId);
    const onCapturing = (capturing: boolean): void => {
      report.update(capturing);
      if (capturing) this.#note(claim);
    };
    try {
      return await this.runner.run(recordingId, { ending, stopping, onCapturing });
    } finally {
      await report.stop();
    }
  }

  #note(claim: CaptureClaim): void {
    const { recordingId } = claim.order;
    this.table.capturing(recordingId, claim).catch((error: unknown) => {
      // The capture matters more than its state; the end is noted in any case.
      this.#logger.warn({ err: error, msg: 'a capture could not be noted', recordingId });
    });
  }

  #renew(claim: CaptureClaim, ending: AbortController, lost: AbortController): void {
    const { recordingId } = claim.order;
    this.table.renew(recordingId, claim).then(
      (outcome) => {
        if (outcome === 'end') ending.abort();
        if (outcome === 'lost' && !ending.signal.aborted) lost.abort();
      },
      // While the database is away nobody else can claim it either.
      (error: unknown) => this.#logger.warn({ err: error, msg: 'a claim could not be renewed', recordingId }),
    );
  }
}
