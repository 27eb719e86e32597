import { Id, Instant, TrackSource } from '@videocall/signalling';
import { z } from 'zod';
import { Grant } from './calls.js';
import type { Endpoint } from './endpoint.js';

/** What the service received of a track. */
export const EchoedTrack = z.object({
  source: TrackSource,
  /** By sequence numbers (RFC 3550 A.3). */
  packetsExpected: z.int().nonnegative(),
  packetsReceived: z.int().nonnegative(),
  /** RFC 3550 A.8, milliseconds. */
  jitterMs: z.number().nonnegative(),
  packetsReturned: z.int().nonnegative(),
  /** Did not fit in the service's memory, or went faster than the platform reads. */
  packetsRefused: z.int().nonnegative(),
});
export type EchoedTrack = z.infer<typeof EchoedTrack>;

export const ECHO_ENDPOINTS = {
  startEchoCall: {
    method: 'POST',
    path: '/v1/echo-calls',
    tag: 'Calls',
    summary: 'Start a call in which everything comes back after a delay',
    description:
      'One at a time for an identity; an earlier one ends. It ends when one leaves, or at `endsAt`. What one publishes there (microphone, camera) another participant publishes again after `delayMs`.',
    identity: 'required',
    idempotencyKey: true,
    status: 201,
    reply: z.object({
      callId: Id,
      grant: Grant,
      /** Milliseconds after which everything comes back. */
      delayMs: z.int().nonnegative(),
      endsAt: Instant,
    }),
    refusals: [
      'ECHO_CALL_LIMIT',
      'CALL_LIMIT',
      'CAPACITY_RESERVED',
      'MAINTENANCE',
      'USER_LIMIT',
      'NO_MEDIA_NODE',
      'CALL_ENDED',
    ],
  },
  getEchoCall: {
    method: 'GET',
    path: '/v1/echo-calls/:callId',
    tag: 'Calls',
    summary: 'What the echo measured of what it received',
    description: 'For whoever started it, until a minute after its end.',
    identity: 'required',
    idempotencyKey: false,
    params: z.object({ callId: Id }),
    status: 200,
    reply: z.object({ tracks: z.array(EchoedTrack) }),
    refusals: ['ECHO_CALL_NOT_FOUND'],
  },
} as const satisfies Record<string, Endpoint>;
