import type { RecordingManifest } from '../domain/recording-manifest.js';
import type { RenderSettings } from './render-settings.js';

/** A file that came of a recording. */
export interface ComposedFile {
  readonly kind: 'COMPOSITE' | 'PARTICIPANT' | 'THUMBNAIL';
  readonly path: string;
  readonly contentType: 'video/mp4' | 'audio/mp4' | 'image/jpeg';
  readonly bytes: number;
  /** 0 of a thumbnail. */
  readonly durationMs: number;
  /** Whose, of PARTICIPANT files. */
  readonly participantId?: string;
  /** Of PARTICIPANT files: what they sent of themselves, or the screen that they shared. */
  readonly content?: 'SELF' | 'SCREEN';
}

export interface CompositionRequest {
  readonly manifest: RecordingManifest;
  /** Where the captured files are. */
  readonly captureFolder: string;
  /** For what is made, and what is needed meanwhile. Given again after an interruption, what was finished is used. */
  readonly workFolder: string;
  readonly signal: AbortSignal;
  /** Told 0 to 1000, rising. */
  onProgress(permille: number): void;
  /** Told of a captured file that could be used in part, or not at all. */
  onDamage(file: string, reason: string): void;
  readonly render?: RenderSettings;
}
