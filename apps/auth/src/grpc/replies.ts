import { authV1 } from '@videocall/contracts';

import type { AuditPage } from '../application/list-audit-events.js';
import type { Identity, SignedIn } from '../application/signed-in.js';
import type { AuthSession } from '../domain/auth-session.js';
import { writePageToken } from './requests.js';

const KIND = {
  user: authV1.IdentityKind.USER,
  guest: authV1.IdentityKind.GUEST,
  service: authV1.IdentityKind.SERVICE,
} as const satisfies Record<Identity['kind'], authV1.IdentityKind>;

export function toUser({ kind, ...identity }: Identity): authV1.User {
  return { ...identity, kind: KIND[kind] };
}

export function toSignedIn({ identity, accessToken, authSession }: SignedIn): authV1.SignedIn {
  return {
    user: toUser(identity),
    accessToken: accessToken.token,
    accessTokenExpiresAt: accessToken.expiresAt,
    refreshToken: authSession?.refreshToken ?? '',
    refreshTokenExpiresAt: authSession?.expiresAt,
    authSessionId: authSession?.id ?? '',
  };
}

export function toAuthSession(session: AuthSession & { readonly current: boolean }): authV1.AuthSession {
  const { id, userAgent, ipAddress, createdAt, lastUsedAt, expiresAt, current } = session;
  return { id, userAgent, ipAddress, createdAt, lastUsedAt, expiresAt, current };
}

export function toAuditPage({ events, next }: AuditPage): authV1.ListAuditEventsResponse {
  return { events: [...events], nextPageToken: next === undefined ? '' : writePageToken(next) };
}
