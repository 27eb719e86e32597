import { Injectable, Logger } from '@nestjs/common';
import type { callV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import type { CallId } from '../domain/ids.js';
import { requireRoomForRecording } from '../domain/capacity.js';
import { requireHost } from '../domain/moderation.js';
import { confirmRecording, releaseRecording, reserveRecording, type Recording } from '../domain/recording.js';
import { RECORDING_RESERVED_MS } from '../domain/rules.js';
import { Deadlines } from './deadlines.js';
import { recordingMessage } from './messages.js';
import { Mutations, type Mutation } from './mutations.js';
import { OperatorRules } from './operator-rules.js';
import { CallDatabase, type CallTransaction } from './ports/call-database.js';
import { Recorder } from './ports/recorder.js';

/** What a request reserved, for the same request again. */
interface RecordingRecord {
  readonly recordingId: string;
}

interface Reservation {
  readonly callId: CallId;
  readonly callTitle: string;
  readonly recording: Recording;
}

const RETRY_MS = 5_000;

/**
 * Has a call recorded (REC-1). One of the server's recordings is reserved in one transaction, the recorder is asked outside
 * of any, and a second transaction confirms the reservation or gives it up. Whichever of these steps a crash falls between,
 * the same request again goes on with the same recording, and without one the reservation lapses.
 */
@Injectable()
export class StartRecording {
  readonly #database: CallDatabase;
  readonly #mutations: Mutations;
  readonly #recorder: Recorder;
  readonly #rules: OperatorRules;
  readonly #deadlines: Deadlines;
  readonly #logger = new Logger(StartRecording.name);

  constructor(
    database: CallDatabase,
    mutations: Mutations,
    recorder: Recorder,
    rules: OperatorRules,
    deadlines: Deadlines,
  ) {
    this.#database = database;
    this.#mutations = mutations;
    this.#recorder = recorder;
    this.#rules = rules;
    this.#deadlines = deadlines;
  }

  /**
   * @throws Refusal CALL_NOT_FOUND, CALL_ENDED, HOST_ONLY, CALL_ENCRYPTED, RECORDING_ACTIVE (details name the recording), RECORDING_LIMIT,
   *   RECORDER_UNAVAILABLE, DISK_FULL; RECORDING_ENDED where it was stopped before it had begun.
   */
  async execute(mutation: Mutation, callId: string): Promise<callV1.StartRecordingResponse> {
    const reservation = await this.#reserve(mutation, callId);
    const started = reservation.recording.state === 'RESERVED' ? await this.#begin(reservation) : reservation.recording;
    return { recording: recordingMessage({ ...started, state: 'STARTING' }) };
  }

  async #reserve(mutation: Mutation, callId: string): Promise<Reservation> {
    const reservation = await this.#database.transaction(async (tx) => {
      const earlier = await tx.claimRequest(mutation.key);
      const call = await tx.lockCall(callId, mutation.caller.identityId);
      const place = { callId: call.data.id, callTitle: call.data.title };
      const begun = earlier && (await tx.recording(decode(earlier).recordingId));
      if (begun && begun.state !== 'RELEASED') return { ...place, recording: begun };
      const host = requireHost(call, mutation.caller);
      const recording = reserveRecording(call, host?.id ?? null);
      await this.#requireRoom(tx);
      await tx.saveCall(call);
      await tx.storeResult(mutation.key, encode({ recordingId: recording.id }));
      return { ...place, recording };
    });
    this.#deadlines.expectIn(RECORDING_RESERVED_MS);
    return reservation;
  }

  /** Exactly, also when many are started at once: who asks waits until those before are counted. */
  async #requireRoom(tx: CallTransaction): Promise<void> {
    await tx.lockRecordings();
    const running = await tx.countRecordings();
    if (running >= this.#rules.maxRecordings) throw new Refusal('RECORDING_LIMIT');
    requireRoomForRecording(await tx.capacity.levels(), running);
  }

  async #begin({ callId, callTitle, recording: { id } }: Reservation): Promise<Recording> {
    try {
      await this.#recorder.beginCapture({ recordingId: id, callId, callTitle });
    } catch (cause) {
      await this.#mutations.bySystem(callId, (call) => releaseRecording(call, id));
      if (!(cause instanceof Refusal) || cause.reason === 'DISK_FULL') throw cause;
      this.#logger.warn({ err: cause, msg: 'the recorder did not take a recording on', callId });
      throw new Refusal('RECORDER_UNAVAILABLE', { retryAfterMs: RETRY_MS, cause });
    }
    return await this.#database.transaction(async (tx) => {
      const call = await tx.lockCall(callId, null);
      const confirmed = confirmRecording(call, id);
      await tx.saveCall(call);
      return confirmed;
    });
  }
}

function encode(record: RecordingRecord): Uint8Array {
  return Buffer.from(JSON.stringify(record));
}

function decode(bytes: Uint8Array): RecordingRecord {
  return JSON.parse(Buffer.from(bytes).toString()) as RecordingRecord;
}
