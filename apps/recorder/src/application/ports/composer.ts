import type { RecordingManifest } from '../../domain/recording-manifest.js';

/** A file that composing made, on the local disk. */
export interface FinishedFile {
  readonly kind: 'COMPOSITE' | 'PARTICIPANT' | 'THUMBNAIL';
  /** Absolute; its name is of this file alone among the recording's, and the same when composed again. */
  readonly path: string;
  /** MIME type. */
  readonly contentType: string;
  /** 0 for pictures. */
  readonly durationMs: number;
  /** Whose, of PARTICIPANT files. */
  readonly participantId?: string;
  /** Of PARTICIPANT files: the screen that they shared, rather than what they sent of themselves. */
  readonly screen?: boolean;
}

/** Makes the files that people get out of what was captured. */
export abstract class Composer {
  /**
   * Reads the manifest's segments in the folder and leaves them as they are. May be done again from the start after it was cut.
   * @param folder the recording's, absolute; results go below it
   * @param onProgress told the part that is done, 0..1
   * @param signal ends the work; it rejects then
   * @throws NothingCaptured when no segment holds anything that can be played
   */
  abstract compose(
    manifest: RecordingManifest,
    folder: string,
    onProgress: (part: number) => void,
    signal: AbortSignal,
  ): Promise<readonly FinishedFile[]>;
}

/** There is nothing to play in what was captured. */
export class NothingCaptured extends Error {
  constructor() {
    super('nothing that can be played was captured');
  }
}
