/** Wakes whoever captures. */
export abstract class CaptureQueue {
  /** Sooner than the next look at the table, where that is possible. */
  abstract wake(recordingId: string): Promise<void>;
}
