import type { CallId, RecordingId } from '../../domain/ids.js';

export interface Capture {
  readonly recordingId: RecordingId;
  readonly callId: CallId;
  readonly callTitle: string;
}

/** The recorder. Each command has a deadline, may be repeated, and rejects with a Refusal. */
export abstract class Recorder {
  abstract beginCapture(capture: Capture): Promise<void>;
  /** No error for a recording that it does not know. */
  abstract endCapture(recordingId: RecordingId): Promise<void>;
}
