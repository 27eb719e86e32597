import { Instant, Maintenance } from '@videocall/signalling';
import { z } from 'zod';
import type { Endpoint } from './endpoint.js';

const MINUTES_A_DAY = 1_440;
const text = z.string().trim().max(500).default('');

export const MAINTENANCE_ENDPOINTS = {
  getMaintenance: {
    method: 'GET',
    path: '/v1/maintenance',
    tag: 'Administration',
    summary: 'When the operator works on the server',
    description: 'While that goes on, no call can be started; running calls go on. `null`: nothing is planned.',
    identity: 'none',
    idempotencyKey: false,
    status: 200,
    reply: z.object({ maintenance: Maintenance.nullable() }),
    refusals: [],
  },
  announceMaintenance: {
    method: 'POST',
    path: '/v1/maintenance',
    tag: 'Administration',
    summary: 'Announce maintenance, in place of what was announced before',
    description: 'Everybody who is connected is told at once. It ends by itself when its time is over.',
    identity: 'required',
    idempotencyKey: true,
    body: z.object({
      /** Left out: now. At most 90 days ahead. */
      startsAt: Instant.optional(),
      durationMinutes: z.int().min(1).max(MINUTES_A_DAY),
      text: z.object({ en: text, ja: text }).default({ en: '', ja: '' }),
    }),
    status: 201,
    reply: z.object({ maintenance: Maintenance }),
    refusals: ['ADMIN_ONLY'],
  },
  endMaintenance: {
    method: 'DELETE',
    path: '/v1/maintenance',
    tag: 'Administration',
    summary: 'Call off maintenance, or end it before its time',
    identity: 'required',
    idempotencyKey: true,
    status: 204,
    refusals: ['ADMIN_ONLY'],
  },
} as const satisfies Record<string, Endpoint>;
