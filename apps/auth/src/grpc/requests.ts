import { isIP } from 'node:net';

import { z } from 'zod';

import type { AuditPosition } from '../application/ports/auth-store.js';
import { normaliseDisplayName } from '../domain/display-name.js';
import { normaliseEmail } from '../domain/email.js';
import { normalisePassword } from '../domain/password-rules.js';

const MAX_USER_AGENT_LENGTH = 256;

/** What a request's text means, or the reason why it means nothing. */
function meaning<T>(read: (raw: string) => T | undefined, otherwise: string) {
  return z.string().transform((raw, context) => {
    const value = read(raw);
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: otherwise });
    return z.NEVER;
  });
}

const email = meaning(normaliseEmail, 'is no email address');
const displayName = meaning(normaliseDisplayName, 'must have 1 to 64 visible characters');
/** Its quality is judged when it is set; here only that hashing stays cheap. */
const password = z.string().min(1).max(1_000).transform(normalisePassword);
const refreshToken = z.string().max(512);

const device = z.object({
  // Whatever a client calls itself; shown in the list of AuthSessions.
  userAgent: z.string().transform((text) => text.replace(/\p{Cc}/gu, ' ').slice(0, MAX_USER_AGENT_LENGTH)),
  ipAddress: z.string().refine((text) => isIP(text) !== 0, 'is no IP address'),
});

export const registerRequest = z.object({ requestId: z.string().min(1).max(64), email, password, displayName, device });
export const loginRequest = z.object({ email, password, device });
export const refreshRequest = z.object({ refreshToken: refreshToken.min(1), device });
export const logoutRequest = z.object({ refreshToken });
export const revokeAuthSessionRequest = z.object({ authSessionId: z.string().min(1).max(64) });
export const createGuestRequest = z.object({
  displayName,
  browserSecret: z.union([z.literal(''), z.string().regex(/^[\w-]{22}$/)]),
});
export const issueServiceTokenRequest = z.object({
  clientId: z.string().min(1).max(64),
  clientSecret: z.string().min(1).max(512),
});
export const listAuditEventsRequest = z.object({
  pageSize: z
    .int()
    .min(0)
    .max(200)
    .transform((size) => size || 50),
  pageToken: meaning(readPageToken, 'is no token of an earlier page').transform(({ position }) => position),
});

/** Where a page of the audit log goes on, as text that says nothing to a client. */
export function writePageToken({ occurredAt, id }: AuditPosition): string {
  return Buffer.from(`${occurredAt.toISOString()} ${id}`).toString('base64url');
}

function readPageToken(token: string): { readonly position: AuditPosition | undefined } | undefined {
  if (token === '') return { position: undefined };
  const [time = '', id = ''] = Buffer.from(token, 'base64url').toString('utf8').split(' ');
  const occurredAt = new Date(time);
  return Number.isNaN(occurredAt.getTime()) || id === '' ? undefined : { position: { occurredAt, id } };
}
