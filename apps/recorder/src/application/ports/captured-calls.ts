import type { CapturedParticipant } from './capture-table.js';

/** Calls that are captured, at their owner, the orchestrator. */
export abstract class CapturedCalls {
  /** Tells everybody in the call whether it is captured now. A recording that is over there is no error. */
  abstract report(recordingId: string, capturing: boolean): Promise<void>;
  /** Everybody who was ever inside; nobody where the orchestrator does not know the recording any more. */
  abstract participants(recordingId: string): Promise<readonly CapturedParticipant[]>;
}
