import { Id, Participant, ParticipantRole, TrackSource } from '@videocall/signalling';
import { z } from 'zod';
import type { Endpoint } from './endpoint.js';

const OfParticipant = z.object({ callId: Id, participantId: Id });
const byHost = ['HOST_ONLY', 'CALL_NOT_FOUND', 'CALL_ENDED', 'PARTICIPANT_NOT_FOUND'] as const;

export const PARTICIPANT_ENDPOINTS = {
  leaveCall: {
    method: 'POST',
    path: '/v1/calls/:callId/participants/:participantId/leave',
    tag: 'Participants',
    summary: 'Leave a call',
    identity: 'required',
    idempotencyKey: true,
    params: OfParticipant,
    status: 204,
    refusals: ['CALL_NOT_FOUND', 'PARTICIPANT_NOT_FOUND', 'PARTICIPANT_FOREIGN'],
  },
  muteParticipant: {
    method: 'POST',
    path: '/v1/calls/:callId/participants/:participantId/mute',
    tag: 'Participants',
    summary: 'Mute a participant, or let them unmute again',
    identity: 'required',
    idempotencyKey: true,
    params: OfParticipant,
    body: z.object({ source: TrackSource, muted: z.boolean() }),
    status: 200,
    reply: z.object({ participant: Participant }),
    refusals: byHost,
  },
  askToUnmute: {
    method: 'POST',
    path: '/v1/calls/:callId/participants/:participantId/ask-to-unmute',
    tag: 'Participants',
    summary: 'Ask a participant to unmute',
    identity: 'required',
    idempotencyKey: true,
    params: OfParticipant,
    body: z.object({ source: TrackSource }),
    status: 204,
    refusals: byHost,
  },
  setParticipantRole: {
    method: 'POST',
    path: '/v1/calls/:callId/participants/:participantId/role',
    tag: 'Participants',
    summary: "Change a participant's role",
    identity: 'required',
    idempotencyKey: true,
    params: OfParticipant,
    body: z.object({ role: ParticipantRole }),
    status: 200,
    reply: z.object({ participant: Participant }),
    refusals: byHost,
  },
  removeParticipant: {
    method: 'DELETE',
    path: '/v1/calls/:callId/participants/:participantId',
    tag: 'Participants',
    summary: 'Remove a participant, who cannot come back',
    identity: 'required',
    idempotencyKey: true,
    params: OfParticipant,
    status: 204,
    refusals: byHost,
  },
} as const satisfies Record<string, Endpoint>;
