/** What the operator sets. */
export interface CallRules {
  /** Calls at once on this server (CALL-3). */
  readonly maxCalls: number;
  /** The last so many of them are kept for administrators (OPS-2). */
  readonly reservedCalls: number;
  /** People in one call. */
  readonly maxParticipants: number;
  /** People in all calls together. */
  readonly maxUsers: number;
  /** Calls recorded at once (REC-1). */
  readonly maxRecordings: number;
  /** Whether calls are refused and pictures capped when the machine is full (OPS-2). */
  readonly hostLimitsEnforced: boolean;
  /** Whether a room may be open to people without an account (ROOM-1). */
  readonly roomsOpenToAnyone: boolean;
  /** How long a place may be reserved before media is open. */
  readonly joinDeadlineMs: number;
  /** How long a participant whose connection is lost keeps the place. */
  readonly reconnectGraceMs: number;
}

/** A call that everybody left goes on for so long: a lone host who reloads the page must find it again. */
export const EMPTY_CALL_GRACE_MS = 30_000;

/** A call that nobody entered ends after so long. */
export const NOBODY_JOINED_MS = 5 * 60_000;

/** A sharer whose connection is lost keeps the screen share for so long; others may share then. */
export const SCREEN_LOST_MS = 5_000;

/** A sharer need not have published yet while the lock is this young. */
export const SCREEN_PUBLISH_MS = 10_000;

/** Longer than the recorder may take to answer. */
export const RECORDING_RESERVED_MS = 15_000;

/** A peer whose client moves to another node is kept for so long at most; the client closes it once it has moved. */
export const MOVE_OVERLAP_MS = 10_000;

export function after(start: Date, milliseconds: number): Date {
  return new Date(start.getTime() + milliseconds);
}
