/** Where a recording is in its life; as `RecordingState` of the contract. */
export type RecordingState = 'STARTING' | 'CAPTURING' | 'PROCESSING' | 'READY' | 'FAILED';

/** A capture as it is taken on. */
export interface CaptureOrder {
  readonly recordingId: string;
  readonly callId: string;
  readonly callTitle: string;
}
