import { Id, Instant } from '@videocall/signalling';
import { z } from 'zod';
import { pageQuery } from './calls.js';
import type { Endpoint } from './endpoint.js';

/** One entry of the audit log. */
export const AuditEvent = z.object({
  id: Id,
  occurredAt: Instant,
  /** null where nobody is known (a failed login). */
  actorId: Id.nullable(),
  /** For example LOGIN_FAILED, PARTICIPANT_REMOVED. */
  action: z.string(),
  /** What it was done to: an id, or a masked email. */
  subject: z.string(),
  /** SUCCESS, or the reason of the refusal. */
  result: z.string(),
  ipAddress: z.string(),
});
export type AuditEvent = z.infer<typeof AuditEvent>;

export const ADMIN_ENDPOINTS = {
  listAuditEvents: {
    method: 'GET',
    path: '/v1/admin/audit',
    tag: 'Administration',
    summary: 'Who did what, newest first',
    identity: 'required',
    idempotencyKey: false,
    query: pageQuery(200, 50),
    status: 200,
    reply: z.object({ events: z.array(AuditEvent), nextPageToken: z.string() }),
    refusals: ['ADMIN_ONLY'],
  },
} as const satisfies Record<string, Endpoint>;
