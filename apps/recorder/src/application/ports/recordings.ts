import type { CaptureOrder } from '../../domain/recording.js';

/** The table of recordings, which is the truth about them. */
export abstract class Recordings {
  /** Takes a capture on; nothing changes where it was taken on before. */
  abstract begin(order: CaptureOrder): Promise<void>;
  /** Notes that a capture is to end; nothing changes where it was to end before, or is unknown. */
  abstract requestEnd(recordingId: string): Promise<void>;
}
