import type { LibraryFile } from '../../domain/library.js';
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
  /**
   * An address that may be read by whoever has it.
   * @param saveAs as an attachment of that name
   */
  abstract addressOf(file: LibraryFile, validForSeconds: number, saveAs: string | undefined): Promise<string>;
  /** Deletes all files of a recording; it is no error where there are none. */
  abstract deleteAll(recordingId: string): Promise<void>;
  /** Copies a file to the local disk. */
  abstract fetch(file: LibraryFile, path: string, signal: AbortSignal): Promise<void>;
  /** Stores a clip whose row is there, and notes that it is ready. */
  abstract storeClip(file: LibraryFile, path: string, durationMs: number, signal: AbortSignal): Promise<void>;
}
