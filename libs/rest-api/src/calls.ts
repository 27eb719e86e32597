import {
  Call,
  CallEndReason,
  CallState,
  ChatMessage,
  Id,
  Instant,
  MediaConfiguration,
  ParticipantRole,
  QualityProfile,
  RtpCapabilities,
  TrackSource,
} from '@videocall/signalling';
import { z } from 'zod';
import type { Endpoint } from './endpoint.js';
import { DisplayName, InviteCode } from './identity.js';

/** Rights that a grant gives. */
export const Permissions = z.object({
  role: ParticipantRole,
  canSubscribe: z.boolean(),
  publishSources: z.array(TrackSource),
  canPublishData: z.boolean(),
  hidden: z.boolean(),
});
export type Permissions = z.infer<typeof Permissions>;

/** Admits its holder to one call with a role. */
export const Grant = z.object({ token: z.string(), callId: Id, permissions: Permissions, expiresAt: Instant });
export type Grant = z.infer<typeof Grant>;

/** A call in the caller's history (CALL-6). */
export const CallSummary = z.object({
  id: Id,
  roomId: Id.nullable(),
  title: z.string(),
  state: CallState,
  endReason: CallEndReason.nullable(),
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  /** First comers first, at most 20. */
  participantNames: z.array(z.string()),
  participantCount: z.int().nonnegative(),
  /** The caller may join it again now. */
  canRejoin: z.boolean(),
  /** How many recordings were made of it, deleted ones included. */
  recordingCount: z.int().nonnegative(),
});
export type CallSummary = z.infer<typeof CallSummary>;

/** What an invite leads to. */
export const Invite = z.object({
  callId: Id,
  title: z.string(),
  hostName: z.string(),
  participantCount: z.int().nonnegative(),
  role: ParticipantRole,
  expiresAt: Instant,
  locked: z.boolean(),
  full: z.boolean(),
  /** Whoever comes needs the key, which is in the fragment of the complete link and not on the server. */
  endToEndEncrypted: z.boolean(),
});
export type Invite = z.infer<typeof Invite>;

/** A page of a list: `pageToken` is the `nextPageToken` of the page before. */
export const pageQuery = (largest: number, usual: number) =>
  z.object({
    pageSize: z.coerce.number<string | number>().int().min(1).max(largest).default(usual),
    pageToken: z.string().max(256).default(''),
  });

const OfCall = z.object({ callId: Id });
const CallReply = z.object({ call: Call });

export const CALL_ENDPOINTS = {
  getMediaConfiguration: {
    method: 'GET',
    path: '/v1/media-configuration',
    tag: 'Calls',
    summary: 'The codec list and ICE servers that a client needs before it joins',
    identity: 'required',
    idempotencyKey: false,
    status: 200,
    reply: MediaConfiguration,
    refusals: ['NO_MEDIA_NODE'],
  },
  startCall: {
    method: 'POST',
    path: '/v1/calls',
    tag: 'Calls',
    summary: 'Start a call; the caller becomes its host',
    identity: 'required',
    idempotencyKey: true,
    body: z
      .object({
        title: z.string().trim().max(120).optional(),
        roomId: Id.optional(),
        maxParticipants: z.int().min(2).max(100).optional(),
        /** Media is to be encrypted end to end; not for calls of rooms. */
        endToEndEncrypted: z.boolean().optional(),
      })
      .refine(({ roomId, endToEndEncrypted }) => roomId === undefined || endToEndEncrypted !== true, {
        path: ['endToEndEncrypted'],
        message: 'is not for calls of rooms',
      }),
    status: 201,
    reply: z.object({ call: Call, grant: Grant }),
    refusals: ['CALL_LIMIT', 'CAPACITY_RESERVED', 'MAINTENANCE', 'NO_MEDIA_NODE', 'ROOM_NOT_FOUND', 'USERS_ONLY'],
  },
  listCalls: {
    method: 'GET',
    path: '/v1/calls',
    tag: 'Calls',
    summary: 'The calls the caller took part in, newest first',
    identity: 'required',
    idempotencyKey: false,
    query: pageQuery(100, 20),
    status: 200,
    reply: z.object({ calls: z.array(CallSummary), nextPageToken: z.string() }),
    refusals: [],
  },
  getCall: {
    method: 'GET',
    path: '/v1/calls/:callId',
    tag: 'Calls',
    summary: 'A call and who is in it',
    description: 'For those who take or took part, and administrators.',
    identity: 'required',
    idempotencyKey: false,
    params: OfCall,
    status: 200,
    reply: CallReply,
    refusals: ['CALL_NOT_FOUND'],
  },
  setCallLocked: {
    method: 'PATCH',
    path: '/v1/calls/:callId',
    tag: 'Calls',
    summary: 'Lock a call to newcomers, or unlock it',
    identity: 'required',
    idempotencyKey: true,
    params: OfCall,
    body: z.object({ locked: z.boolean() }),
    status: 200,
    reply: CallReply,
    refusals: ['HOST_ONLY', 'CALL_NOT_FOUND', 'CALL_ENDED'],
  },
  issueGrant: {
    method: 'POST',
    path: '/v1/calls/:callId/grants',
    tag: 'Calls',
    summary: 'A grant to join a call with',
    identity: 'required',
    idempotencyKey: false,
    params: OfCall,
    body: z.object({ inviteCode: InviteCode.optional() }),
    status: 200,
    reply: z.object({ grant: Grant, call: Call }),
    refusals: [
      'CALL_NOT_FOUND',
      'CALL_ENDED',
      'CALL_LOCKED',
      'PARTICIPANT_REMOVED',
      'INVITE_INVALID',
      'INVITE_EXPIRED',
      'MEMBERS_ONLY',
    ],
  },
  joinCall: {
    method: 'POST',
    path: '/v1/calls/:callId/join',
    tag: 'Calls',
    summary: 'Join a call with a grant',
    description:
      'Without rtpCapabilities the participant has no WebRTC media. With them, media goes on over Socket.IO by `resume`.',
    identity: 'required',
    idempotencyKey: true,
    params: OfCall,
    body: z.object({
      grant: z.string().min(1).max(4096),
      displayName: DisplayName.optional(),
      rtpCapabilities: RtpCapabilities.optional(),
      codecListHash: z.string().max(64).optional(),
      sendProfile: QualityProfile.optional(),
      receiveProfile: QualityProfile.optional(),
    }),
    status: 200,
    reply: z.object({ participantId: Id, call: Call, resumeToken: z.string() }),
    refusals: [
      'GRANT_INVALID',
      'GRANT_EXPIRED',
      'GRANT_FOREIGN',
      'CALL_NOT_FOUND',
      'CALL_ENDED',
      'CALL_LOCKED',
      'CALL_FULL',
      'USER_LIMIT',
      'PARTICIPANT_REMOVED',
      'CODEC_LIST_OUTDATED',
      'RTP_CAPABILITIES_INVALID',
      'NO_MEDIA_NODE',
    ],
  },
  endCall: {
    method: 'POST',
    path: '/v1/calls/:callId/end',
    tag: 'Calls',
    summary: 'End a call for everybody',
    identity: 'required',
    idempotencyKey: true,
    params: OfCall,
    status: 200,
    reply: CallReply,
    refusals: ['HOST_ONLY', 'CALL_NOT_FOUND'],
  },
  createInvite: {
    method: 'POST',
    path: '/v1/calls/:callId/invites',
    tag: 'Calls',
    summary: 'A link by which guests enter',
    identity: 'required',
    idempotencyKey: true,
    params: OfCall,
    body: z.object({
      role: ParticipantRole.exclude(['HOST']).default('SPEAKER'),
      /** 60 s to 30 days. */
      validForSeconds: z.int().min(60).max(2_592_000).default(86_400),
    }),
    status: 201,
    reply: z.object({ code: z.string(), expiresAt: Instant, url: z.string() }),
    refusals: ['HOST_ONLY', 'CALL_NOT_FOUND', 'CALL_ENDED'],
  },
  revokeInvite: {
    method: 'DELETE',
    path: '/v1/calls/:callId/invites/:code',
    tag: 'Calls',
    summary: 'End an invite; whoever came by it stays',
    identity: 'required',
    idempotencyKey: true,
    params: OfCall.extend({ code: InviteCode }),
    status: 204,
    refusals: ['HOST_ONLY', 'CALL_NOT_FOUND', 'CALL_ENDED', 'INVITE_INVALID'],
  },
  getInvite: {
    method: 'GET',
    path: '/v1/invites/:code',
    tag: 'Calls',
    summary: 'What an invite leads to',
    identity: 'none',
    idempotencyKey: false,
    params: z.object({ code: InviteCode }),
    status: 200,
    reply: Invite,
    refusals: ['INVITE_INVALID', 'INVITE_EXPIRED', 'CALL_ENDED'],
  },
  listChatMessages: {
    method: 'GET',
    path: '/v1/calls/:callId/chat',
    tag: 'Calls',
    summary: 'Chat messages of a call, oldest first',
    identity: 'required',
    idempotencyKey: false,
    params: OfCall,
    /** `after`: a message id; those later than it. */
    query: z.object({ after: z.string().max(64).default('') }),
    status: 200,
    reply: z.object({ messages: z.array(ChatMessage) }),
    refusals: ['CALL_NOT_FOUND'],
  },
} as const satisfies Record<string, Endpoint>;
