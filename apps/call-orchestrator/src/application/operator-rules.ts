import type { CallRules } from '../domain/rules.js';

/** What the operator sets, for Nest to hand out. */
export abstract class OperatorRules implements CallRules {
  abstract readonly maxCalls: number;
  abstract readonly reservedCalls: number;
  abstract readonly maxParticipants: number;
  abstract readonly maxUsers: number;
  abstract readonly maxRecordings: number;
  abstract readonly hostLimitsEnforced: boolean;
  abstract readonly roomsOpenToAnyone: boolean;
  abstract readonly joinDeadlineMs: number;
  abstract readonly reconnectGraceMs: number;
}
