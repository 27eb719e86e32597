import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Call } from '../domain/call.js';
import { recordingEnded } from '../domain/recording.js';
import { Deadlines } from './deadlines.js';
import { CallDatabase, type EndingRecording } from './ports/call-database.js';
import { Recorder } from './ports/recorder.js';

/** The recorder is told again after so long, then after twice as long, and so on. */
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 10_000;

/**
 * Tells the recorder what it is to capture no longer, until it knows. Nobody waits for that: a recorder that is away stops
 * no call from ending. What it does not hear of here it hears when it asks for the call's media.
 */
@Injectable()
export class CaptureDelivery implements BeforeApplicationShutdown {
  readonly #database: CallDatabase;
  readonly #recorder: Recorder;
  readonly #deadlines: Deadlines;
  readonly #logger = new Logger(CaptureDelivery.name);
  readonly #underWay = new Map<string, Promise<void>>();
  #retryMs = FIRST_RETRY_MS;

  constructor(database: CallDatabase, recorder: Recorder, deadlines: Deadlines) {
    this.#database = database;
    this.#recorder = recorder;
    this.#deadlines = deadlines;
  }

  /** Tells what was just decided on a call. */
  deliver({ data, changes: { recording } }: Call): void {
    if (recording?.state !== 'STOPPING' && recording?.state !== 'RELEASED') return;
    this.#begin({ recordingId: recording.id, callId: data.id });
  }

  /** Tells what an earlier attempt, perhaps of another process, left undone. */
  async deliverOutstanding(): Promise<void> {
    for (const ending of await this.#database.endingRecordings()) this.#begin(ending);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.#underWay.values());
  }

  #begin(ending: EndingRecording): void {
    const { recordingId } = ending;
    if (this.#underWay.has(recordingId)) return;
    const told = this.#tell(ending)
      .then(
        () => {
          this.#retryMs = FIRST_RETRY_MS;
        },
        (error: unknown) => {
          this.#logger.warn({ err: error, msg: 'the recorder could not be told; it is tried again', recordingId });
          this.#deadlines.expectIn(this.#retryMs);
          this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS);
        },
      )
      .finally(() => this.#underWay.delete(recordingId));
    this.#underWay.set(recordingId, told);
  }

  async #tell({ recordingId, callId }: EndingRecording): Promise<void> {
    await this.#recorder.endCapture(recordingId);
    await this.#database.transaction(async (tx) => {
      const call = await tx.lockCall(callId, null);
      recordingEnded(call, recordingId);
      await tx.saveCall(call);
    });
    await this.#database.forgetReleased(recordingId);
  }
}
