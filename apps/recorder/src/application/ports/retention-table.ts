import type { Kept } from '../../domain/retention.js';

/** What is kept, as retention sees it: READY and FAILED recordings that are not deleted. */
export abstract class RetentionTable {
  /** Recordings whose time is over. */
  abstract expired(): Promise<readonly string[]>;
  /** What is stored, oldest first, with its size. */
  abstract storedOldestFirst(): Promise<readonly Kept[]>;
  /** Failed ones, whose captures lie on the work disk; oldest first. */
  abstract failedOldestFirst(): Promise<readonly string[]>;
  /** Those of these ids that still need what is in their work folder. */
  abstract needingFolder(recordingIds: readonly string[]): Promise<ReadonlySet<string>>;
}
