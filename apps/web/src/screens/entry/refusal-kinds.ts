/** Refusals that another try cannot change. */
const FINAL = new Set([
  'INVITE_INVALID',
  'INVITE_EXPIRED',
  'PARTICIPANT_REMOVED',
  'CALL_ENDED',
  'MEMBERS_ONLY',
  'ROOM_NOT_FOUND',
  'CALL_NOT_FOUND',
  'GRANT_FOREIGN',
  'CALL_KEY_MISSING',
  'ENCRYPTION_UNSUPPORTED',
]);

/** Refusals that pass by themselves: a server that is full, or under maintenance. */
const PASSING = new Set(['CALL_LIMIT', 'USER_LIMIT', 'CAPACITY_RESERVED', 'NO_MEDIA_NODE', 'MAINTENANCE']);

/** The reason of a refusal, the server's or the SDK's; '' for any other error. */
export function reasonOf(error: unknown): string {
  return error instanceof Error && 'reason' in error && typeof error.reason === 'string' ? error.reason : '';
}

export function isFinal(error: unknown): boolean {
  return FINAL.has(reasonOf(error));
}

export function passesByItself(error: unknown): boolean {
  return PASSING.has(reasonOf(error));
}
