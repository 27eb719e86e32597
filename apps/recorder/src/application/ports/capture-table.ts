import type { CaptureOrder } from '../../domain/recording.js';

/** A capture that this process does and no other, for as long as it renews it. */
export interface CaptureClaim {
  readonly worker: string;
  readonly order: CaptureOrder;
  /** It is to end, or is over already. */
  readonly endRequested: boolean;
}

/** Somebody who was in the call, once per stay. */
export interface CapturedParticipant {
  readonly participantId: string;
  readonly identityId: string;
  readonly displayName: string;
  readonly host: boolean;
  readonly joinedAt: Date;
  readonly leftAt: Date | undefined;
}

/** What is known when a capture has ended. */
export interface CapturedFacts {
  /** First and last moment captured; undefined where nothing was. */
  readonly range: { readonly startedAt: Date; readonly endedAt: Date } | undefined;
  readonly participants: readonly CapturedParticipant[];
}

/** Recordings that are captured, or are to be: the truth about who does it. */
export abstract class CaptureTable {
  /** Recordings that should be captured and that nobody captures, oldest first. */
  abstract due(): Promise<readonly string[]>;
  /** Undefined where there is nothing to capture now, or somebody else does it. */
  abstract claim(recordingId: string): Promise<CaptureClaim | undefined>;
  /** `lost` where somebody else has it now; `end` where it is to end. */
  abstract renew(recordingId: string, claim: CaptureClaim): Promise<'held' | 'end' | 'lost'>;
  /** Gives the claim up; the recording is due again at once. */
  abstract release(recordingId: string, claim: CaptureClaim): Promise<void>;
  /** Media is captured. */
  abstract capturing(recordingId: string, claim: CaptureClaim): Promise<void>;
  /** The capture is over: it is due to be composed. */
  abstract captured(recordingId: string, claim: CaptureClaim, facts: CapturedFacts): Promise<void>;
}
