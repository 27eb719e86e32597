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

/** How full the server is, and what it gives up for it. */
export const Capacity = z.object({
  mode: z.enum(['NORMAL', 'CONSTRAINED', 'DEGRADED']),
  causes: z.array(
    z.object({
      resource: z.enum(['CPU', 'MEMORY', 'TRAFFIC', 'CALLS']),
      /** 0: as it should be; each step above is one threshold passed. */
      level: z.int().min(0),
      /** Part of what there is, 0..1; TRAFFIC: bytes sent in this calendar month (UTC). */
      measured: z.number().min(0),
      /** When it came to this level. */
      since: Instant,
    }),
  ),
  actions: z.object({
    /** What pictures are capped at; null: at nothing. */
    qualityCeiling: z.enum(['MEDIUM', 'LOW']).nullable(),
    /** But for administrators, and for the first one. */
    callsRefused: z.boolean(),
    recordingsRefused: z.boolean(),
  }),
});
export type Capacity = z.infer<typeof Capacity>;

export const ADMIN_ENDPOINTS = {
  getCapacity: {
    method: 'GET',
    path: '/v1/admin/capacity',
    tag: 'Administration',
    summary: 'How full the server is, and what it gives up for it',
    identity: 'required',
    idempotencyKey: false,
    status: 200,
    reply: Capacity,
    refusals: ['ADMIN_ONLY'],
  },
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
