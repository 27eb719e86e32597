import type { LibraryFile } from '../../domain/library.js';
import type { Claim } from './processing-table.js';

/** A clip to be made, and what of. */
export interface ClaimedClip {
  readonly recordingId: string;
  /** On the recording: one clip of it is made at a time. */
  readonly claim: Claim;
  readonly clip: LibraryFile & { readonly fromMs: number; readonly toMs: number };
  readonly composite: LibraryFile;
}

/** Clips that were asked for and are not there yet. */
export abstract class ClipTable {
  /** Ids of clips whose recording nobody works on, oldest first. */
  abstract due(): Promise<readonly string[]>;
  /** Undefined where there is nothing to do for it now, or somebody else does it. The claim's attempt is the clip's. */
  abstract claim(clipId: string): Promise<ClaimedClip | undefined>;
  /** Forgets a clip that cannot be made. */
  abstract giveUp(clipId: string): Promise<void>;
}
