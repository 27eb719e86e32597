import type { RecordingManifest } from '../../domain/recording-manifest.js';
import type { FinishedFile } from './composer.js';

/** The folders on the local disk that recordings are captured and composed in, one for each. */
export abstract class WorkFolders {
  /** Absolute; made where it is missing. */
  abstract of(recordingId: string): Promise<string>;
  /** Ids of all recordings that have a folder. */
  abstract all(): Promise<readonly string[]>;
  /** What the capture left: its manifest. Written whole or not at all. */
  abstract writeManifest(recordingId: string, manifest: RecordingManifest): Promise<void>;
  /** Undefined where none was written. */
  abstract manifest(recordingId: string): Promise<RecordingManifest | undefined>;
  /** Notes that composing is done, and what it made, so that it is not done again after a restart. */
  abstract writeFinished(recordingId: string, files: readonly FinishedFile[]): Promise<void>;
  /** Undefined where composing is not done. */
  abstract finished(recordingId: string): Promise<readonly FinishedFile[] | undefined>;
  /** Also of a recording that has none. */
  abstract remove(recordingId: string): Promise<void>;
}
