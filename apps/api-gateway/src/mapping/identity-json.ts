import type { authV1 } from '@videocall/contracts';
import type { AuditEvent, AuthSession, User } from '@videocall/rest-api';
import { instant } from './instant.js';
import { identityKind } from './words.js';

export function userJson(user: authV1.User): User {
  return {
    id: user.id,
    kind: identityKind.toWord(user.kind) ?? 'USER',
    displayName: user.displayName,
    email: user.email,
    admin: user.admin,
    createdAt: instant(user.createdAt),
  };
}

export function authSessionJson(session: authV1.AuthSession): AuthSession {
  return {
    id: session.id,
    userAgent: session.userAgent,
    ipAddress: session.ipAddress,
    createdAt: instant(session.createdAt),
    lastUsedAt: instant(session.lastUsedAt),
    expiresAt: instant(session.expiresAt),
    current: session.current,
  };
}

export function auditEventJson(event: authV1.AuditEvent): AuditEvent {
  return {
    id: event.id,
    occurredAt: instant(event.occurredAt),
    actorId: event.actorId || null,
    action: event.action,
    subject: event.subject,
    result: event.result,
    ipAddress: event.ipAddress,
  };
}
