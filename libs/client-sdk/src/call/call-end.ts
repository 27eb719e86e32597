import { CallError, reasonOf } from '../call-error.js';
import type { EndedReason } from '../state/active-call-state.js';

export interface CallEnd {
  readonly reason: EndedReason;
  readonly refusal: { readonly reason: string; readonly message: string } | undefined;
  readonly canRejoin: boolean;
}

/** The participant or its peer is gone from the server, though the call may go on: joining again helps. */
export const REJOIN_REASONS: ReadonlySet<string> = new Set([
  'RESUME_TOKEN_INVALID',
  'PARTICIPANT_NOT_FOUND',
  'PARTICIPANT_LEFT',
  'MEDIA_LOST',
  'NODE_DRAINING',
  'PEER_NOT_FOUND',
  'TICKET_FOREIGN',
  'TICKET_EXPIRED',
]);

/** Reasons for being put out that a new join heals. */
const EXPELLED_TO_REJOIN: ReadonlySet<string> = new Set([
  'MEDIA_LOST',
  'NODE_DRAINING',
  'CONNECTION_LOST',
  'JOIN_ABANDONED',
]);

const ENDS: Readonly<Record<string, { readonly reason: EndedReason; readonly canRejoin: boolean }>> = {
  LEFT: { reason: 'LEFT', canRejoin: true },
  REMOVED: { reason: 'REMOVED', canRejoin: false },
  PARTICIPANT_REMOVED: { reason: 'REMOVED', canRejoin: false },
  REPLACED: { reason: 'REPLACED', canRejoin: true },
  CALL_ENDED: { reason: 'CALL_ENDED', canRejoin: false },
  SIGNED_OUT: { reason: 'SIGNED_OUT', canRejoin: false },
  CALL_NOT_FOUND: { reason: 'CALL_ENDED', canRejoin: false },
};

/** Refusals that pass by themselves: worth another try. */
const PASSING: ReadonlySet<string> = new Set([
  'CONNECTION_LOST',
  'SERVICE_UNAVAILABLE',
  'DEADLINE_EXCEEDED',
  'RATE_LIMITED',
  'INTERNAL',
  'NO_MEDIA_NODE',
  'WORKER_UNAVAILABLE',
]);

/** What a refusal on the way back means for the call: its end, or `undefined` where another try may help. */
export function endOf(error: unknown): CallEnd | undefined {
  const reason = reasonOf(error);
  if (reason === undefined) return undefined;
  const left = reason === 'PARTICIPANT_LEFT' && error instanceof CallError ? error.details?.['leaveReason'] : undefined;
  const known = ENDS[typeof left === 'string' ? left : reason];
  const refusal = { reason, message: error instanceof Error ? error.message : reason };
  if (known) return { ...known, refusal };
  if (PASSING.has(reason) || REJOIN_REASONS.has(reason)) return undefined;
  return { reason: 'REFUSED', canRejoin: true, refusal };
}

/** What being put out means: the end, or `undefined` where joining again helps. */
export function endOfExpulsion(reason: string): CallEnd | undefined {
  if (EXPELLED_TO_REJOIN.has(reason)) return undefined;
  return { ...(ENDS[reason] ?? { reason: 'CONNECTION_LOST', canRejoin: true }), refusal: undefined };
}
