import type { Caller } from '../../domain/caller.js';

/** How somebody took part in a call. */
export interface Attendance {
  /** As a host, at any time. */
  readonly host: boolean;
}

/** Who took part in which call: the orchestrator knows. */
export abstract class Attendances {
  /**
   * @param callIds at most 500
   * @returns by call id; calls that the caller was never inside are left out
   */
  abstract of(caller: Caller, callIds: readonly string[]): Promise<ReadonlyMap<string, Attendance>>;
}
