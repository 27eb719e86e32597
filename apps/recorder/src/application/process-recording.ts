import { Injectable, Logger } from '@nestjs/common';
import type { RecordingManifest } from '../domain/recording-manifest.js';
import { Retention } from '../domain/retention.js';
import { underClaim } from './hold-claim.js';
import { Composer, NothingCaptured, type FinishedFile } from './ports/composer.js';
import { ProcessingTable, type Claim } from './ports/processing-table.js';
import { RecordingFiles } from './ports/recording-files.js';
import { WorkFolders } from './ports/work-folders.js';

/** Composing that failed this often is given up; what was captured stays on the disk until retention or somebody deletes it. */
const COMPOSE_ATTEMPTS = 5;
const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 10_000;
/** Of the progress shown: what composing takes; the rest is storing. */
const COMPOSING_PERMILLE = 800;
const PROGRESS_EVERY_MS = 1_000;

/**
 * Makes what people get out of a capture and stores it (REC-2..4). It may be cut at any moment and is begun again: what was
 * composed is not composed again, what was stored not stored again, and the local copy goes last.
 */
@Injectable()
export class ProcessRecording {
  readonly #logger = new Logger(ProcessRecording.name);

  constructor(
    private readonly table: ProcessingTable,
    private readonly folders: WorkFolders,
    private readonly composer: Composer,
    private readonly files: RecordingFiles,
    private readonly retention: Retention,
  ) {}

  /** @param stopping cuts the work short; another time or worker goes on with it */
  async execute(recordingId: string, stopping: AbortSignal): Promise<void> {
    const claim = await this.table.claim(recordingId);
    if (!claim) return;
    try {
      await underClaim(this.table, recordingId, claim, stopping, (signal) => this.#process(recordingId, claim, signal));
    } catch (error) {
      await this.#afterError(recordingId, claim, stopping, error);
    }
  }

  async #process(recordingId: string, claim: Claim, signal: AbortSignal): Promise<void> {
    const manifest = await this.folders.manifest(recordingId);
    if (!manifest) throw new NothingCaptured();
    const tell = this.#progressOf(recordingId, claim);
    const finished = (await this.folders.finished(recordingId)) ?? (await this.#compose(manifest, claim, tell, signal));
    await this.files.store(
      recordingId,
      finished,
      (part) => tell(COMPOSING_PERMILLE + part * (1000 - COMPOSING_PERMILLE)),
      signal,
    );
    const startedAt = new Date(manifest.startedAt);
    const endedAt = new Date(manifest.startedAt + manifest.durationMs);
    await this.table.complete(recordingId, claim, { startedAt, endedAt, expiresAt: this.retention.expiryOf(endedAt) });
    await this.folders.remove(recordingId);
    this.#logger.log({ msg: 'a recording is ready', recordingId, files: finished.length });
  }

  async #compose(
    manifest: RecordingManifest,
    claim: Claim,
    tell: (permille: number) => void,
    signal: AbortSignal,
  ): Promise<readonly FinishedFile[]> {
    const { recordingId } = manifest;
    try {
      const folder = await this.folders.of(recordingId);
      const finished = await this.composer.compose(manifest, folder, (part) => tell(part * COMPOSING_PERMILLE), signal);
      await this.folders.writeFinished(recordingId, finished);
      return finished;
    } catch (error) {
      if (signal.aborted || error instanceof NothingCaptured || claim.attempt < COMPOSE_ATTEMPTS) throw error;
      throw new ComposingFailed(error);
    }
  }

  async #afterError(recordingId: string, claim: Claim, stopping: AbortSignal, error: unknown): Promise<void> {
    if (error instanceof NothingCaptured) {
      this.#logger.warn({ msg: 'nothing was captured', recordingId });
      await this.table.fail(recordingId, claim, 'NOTHING_CAPTURED', this.retention.expiryOf(new Date()));
      await this.folders.remove(recordingId);
    } else if (error instanceof ComposingFailed) {
      this.#logger.error({ err: error.cause, msg: 'a recording could not be composed', recordingId });
      await this.table.fail(recordingId, claim, 'COMPOSING_FAILED', this.retention.expiryOf(new Date()));
    } else {
      const delayMs = stopping.aborted ? 0 : Math.min(FIRST_DELAY_MS * 2 ** (claim.attempt - 1), LONGEST_DELAY_MS);
      if (!stopping.aborted) {
        this.#logger.warn({
          err: error,
          msg: 'a recording is tried again',
          recordingId,
          attempt: claim.attempt,
          delayMs,
        });
      }
      await this.table.postpone(recordingId, claim, delayMs);
    }
  }

  /** Writes down how far it is, at most once a second; what cannot be written is only not shown. */
  #progressOf(recordingId: string, claim: Claim): (permille: number) => void {
    let told = 0;
    return (permille) => {
      if (performance.now() - told < PROGRESS_EVERY_MS) return;
      told = performance.now();
      this.table
        .progress(recordingId, claim, Math.round(permille))
        .catch((error: unknown) => this.#logger.debug({ err: error, msg: 'progress not written', recordingId }));
    };
  }
}

class ComposingFailed extends Error {
  override readonly name = 'ComposingFailed';

  constructor(cause: unknown) {
    super('composing failed for good', { cause });
  }
}
