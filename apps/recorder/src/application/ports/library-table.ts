import type { LibraryFile, LibraryRecording } from '../../domain/library.js';

/** A place in the list, newest first. */
export interface ListPosition {
  readonly createdAt: Date;
  readonly id: string;
}

/** What a clip is to be. */
export type ClipOrder = Pick<LibraryFile, 'id' | 'objectKey' | 'contentType'> & {
  readonly recordingId: string;
  readonly fromMs: number;
  readonly toMs: number;
};

/** Recordings as people see them; deleted ones are left out unless said otherwise. */
export abstract class LibraryTable {
  /**
   * Newest first.
   * @param callId only this call's; empty: of all
   */
  abstract page(callId: string, after: ListPosition | undefined, limit: number): Promise<readonly LibraryRecording[]>;
  abstract find(recordingId: string): Promise<LibraryRecording | undefined>;
  /** Also of one that is deleted. */
  abstract callOf(recordingId: string): Promise<string | undefined>;
  /** From now on nobody sees it. */
  abstract markDeleted(recordingId: string): Promise<void>;
  /** Deleted recordings whose files may still be there. */
  abstract beingDeleted(): Promise<readonly string[]>;
  /** Forgets the files of a deleted recording, and those who were in it. */
  abstract forget(recordingId: string): Promise<void>;
  /** Forgets recordings that were deleted more than a day ago. */
  abstract purge(): Promise<void>;
  /** The clip, which may be there already by the same id. */
  abstract addClip(order: ClipOrder): Promise<LibraryFile & { readonly recordingId: string }>;
}
