import type { FinishedFile } from './composer.js';

/** Where finished files are kept. */
export abstract class RecordingFiles {
  /**
   * Stores files and writes their rows; returns when they are known to be there whole. Doing it again with the same files
   * stores each once.
   * @param onProgress told the part that is done, 0..1
   * @param signal ends the work; it rejects then
   */
  abstract store(
    recordingId: string,
    files: readonly FinishedFile[],
    onProgress: (part: number) => void,
    signal: AbortSignal,
  ): Promise<void>;
}
