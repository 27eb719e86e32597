import { eventsV1 } from '@videocall/contracts';

import type { AuthSession, AuthSessionEndReason } from '../domain/auth-session.js';
import type { AuthTables } from './ports/auth-store.js';

const REASON_IN_EVENT = {
  LOGGED_OUT: eventsV1.AuthSessionEndReason.LOGGED_OUT,
  REVOKED: eventsV1.AuthSessionEndReason.REVOKED,
  TOO_MANY: eventsV1.AuthSessionEndReason.TOO_MANY,
  TOKEN_REUSED: eventsV1.AuthSessionEndReason.TOKEN_REUSED,
  EXPIRED: eventsV1.AuthSessionEndReason.EXPIRED,
} as const satisfies Record<AuthSessionEndReason, eventsV1.AuthSessionEndReason>;

/**
 * Ends an AuthSession, tells the gateways to close its sockets, and writes it down; nothing of it where somebody else ended
 * it first. Runs inside a transaction.
 */
export async function endAuthSession(
  tables: AuthTables,
  session: Pick<AuthSession, 'id' | 'userId'>,
  end: {
    readonly reason: AuthSessionEndReason;
    readonly actorId: string;
    readonly ipAddress: string;
    readonly now: Date;
  },
): Promise<void> {
  if (!(await tables.authSessions.end(session.id, end.now, end.reason))) return;
  await tables.audit.append({
    occurredAt: end.now,
    actorId: end.actorId,
    action: 'AUTH_SESSION_ENDED',
    subject: session.id,
    result: end.reason,
    ipAddress: end.ipAddress,
  });
  await tables.events.append({
    occurredAt: end.now,
    identityId: session.userId,
    fact: { $case: 'authSessionEnded', value: { authSessionId: session.id, reason: REASON_IN_EVENT[end.reason] } },
  });
}
