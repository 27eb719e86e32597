/** A stretch of work that nobody else does, for as long as it is renewed. */
export interface Claim {
  /** Who holds it. */
  readonly worker: string;
  /** How often it was claimed, this time included. */
  readonly attempt: number;
}

/** Why nothing came of a recording; the web app has words for each. */
export type FailureReason = 'NOTHING_CAPTURED' | 'COMPOSING_FAILED';

/** What is known when a recording is ready. */
export interface Completion {
  /** First and last moment captured. */
  readonly startedAt: Date;
  readonly endedAt: Date;
  /** When retention deletes it. */
  readonly expiresAt: Date;
}

/** Recordings that are captured and must be composed and stored: the truth about who does it and how far it is. */
export abstract class ProcessingTable {
  /** Recordings in PROCESSING that nobody works on and whose time has come, oldest first. */
  abstract due(): Promise<readonly string[]>;
  /** Undefined where there is nothing to do for it now, or somebody else does it. */
  abstract claim(recordingId: string): Promise<Claim | undefined>;
  /** False where the claim was lost. */
  abstract renew(recordingId: string, claim: Claim): Promise<boolean>;
  /** Gives the claim up; the recording is due again after a while. */
  abstract postpone(recordingId: string, claim: Claim, delayMs: number): Promise<void>;
  /** @param permille 0..1000 */
  abstract progress(recordingId: string, claim: Claim, permille: number): Promise<void>;
  abstract complete(recordingId: string, claim: Claim, completion: Completion): Promise<void>;
  /** @param expiresAt when retention deletes it */
  abstract fail(recordingId: string, claim: Claim, reason: FailureReason, expiresAt: Date): Promise<void>;
}
