import { z } from 'zod';
import { Call, CallRecording, ChatMessage, Participant } from './call.js';
import {
  DtlsParameters,
  IceServer,
  MediaSnapshot,
  PublisherCommand,
  RtpCapabilities,
  RtpParameters,
  Track,
} from './media.js';
import {
  Id,
  MediaKind,
  ParticipantRole,
  QualityProfile,
  RequestId,
  TrackSource,
  TransportDirection,
} from './vocabulary.js';

const Nothing = z.object({});

/** A track to publish, as the client made it. */
export const PublishRequest = z.object({
  /** Unique among the client's own tracks; the same again gives the same track. */
  clientTrackId: z.string().min(1).max(64),
  source: TrackSource,
  kind: MediaKind,
  rtpParameters: RtpParameters,
  muted: z.boolean(),
  width: z.int().nonnegative().max(16_384),
  height: z.int().nonnegative().max(16_384),
});
export type PublishRequest = z.infer<typeof PublishRequest>;

export const PublishReply = z.object({ track: Track, command: PublisherCommand.nullable(), revision: z.int() });

const RefusedTrack = z.object({
  clientTrackId: z.string(),
  refused: z.object({ reason: z.string(), message: z.string() }),
});

/** What a client gets on entering a call: everything, in one reply. */
export const Joined = z.object({
  participantId: Id,
  call: Call,
  media: MediaSnapshot,
  chat: z.array(ChatMessage),
  /** Gives the same participant and transports back; see `resume`. */
  resumeToken: z.string(),
  /** With credentials that are fresh now. */
  iceServers: z.array(IceServer),
});
export type Joined = z.infer<typeof Joined>;

const OfParticipant = z.object({ requestId: RequestId, participantId: Id });

/**
 * Every message a client may send: its name, what it carries, and what its acknowledgement carries when it succeeds. A refused
 * one is acknowledged with `{ ok: false, error }` instead (see `Acknowledgement`).
 */
export const REQUESTS = {
  /** A fresh access token for this connection, before the old one expires. */
  authenticate: { request: z.object({ accessToken: z.string() }), reply: Nothing },

  join: {
    request: z.object({
      requestId: RequestId,
      /** May be empty with a resume token. */
      grant: z.string(),
      /**
       * From an earlier join, when the device's own media state is gone (page reload, lost media server): the same participant
       * goes on with a new peer. PARTICIPANT_LEFT or RESUME_TOKEN_INVALID: join with a grant instead.
       */
      resumeToken: z.string().optional(),
      /**
       * After `moveAsked`, with the resume token: the peer that one has goes on until `closeFormerPeer`. Everything that is sent
       * and told after the reply is about the new peer.
       */
      moving: z.boolean().optional(),
      rtpCapabilities: RtpCapabilities,
      codecListHash: z.string().max(64),
      sendProfile: QualityProfile,
      receiveProfile: QualityProfile,
      displayName: z.string().trim().min(1).max(64).optional(),
    }),
    reply: Joined,
  },
  /** After a lost connection: the same participant and transports, at today's revisions. */
  resume: { request: z.object({ resumeToken: z.string() }), reply: Joined },
  /** After a gap in either revision. */
  snapshot: { request: Nothing, reply: z.object({ call: Call, media: MediaSnapshot, chat: z.array(ChatMessage) }) },
  /** After a join with `moving`: media comes from the new peer, and the one before is of no more use. */
  closeFormerPeer: { request: Nothing, reply: Nothing },
  leave: { request: z.object({ requestId: RequestId }), reply: Nothing },

  /** DTLS parameters of either transport, tracks to publish and subscriptions ready to flow, in one go. */
  connectMedia: {
    request: z.object({
      transports: z.array(z.object({ direction: TransportDirection, dtlsParameters: DtlsParameters })).max(2),
      publish: z.array(PublishRequest).max(8),
      readySubscriptionIds: z.array(Id).max(500),
    }),
    reply: z.object({
      published: z.array(PublishReply.extend({ clientTrackId: z.string() })),
      refused: z.array(RefusedTrack),
      revision: z.int(),
    }),
  },
  publish: { request: PublishRequest, reply: PublishReply },
  unpublish: { request: z.object({ trackId: Id }), reply: Nothing },
  setTrackMuted: { request: z.object({ trackId: Id, muted: z.boolean() }), reply: Nothing },
  resumeSubscriptions: { request: z.object({ subscriptionIds: z.array(Id).max(500) }), reply: Nothing },
  /** Shown sizes in device pixels; 0 × 0 is not shown. What is not named stays as it was. */
  setViewport: {
    request: z.object({
      shown: z
        .array(z.object({ trackId: Id, width: z.int().min(0).max(16_384), height: z.int().min(0).max(16_384) }))
        .max(500),
    }),
    reply: Nothing,
  },
  restartIce: {
    request: z.object({ directions: z.array(TransportDirection).min(1).max(2) }),
    reply: z.object({
      restarted: z.array(z.object({ direction: TransportDirection, iceParameters: z.record(z.string(), z.unknown()) })),
    }),
  },

  setQualityProfile: {
    request: z.object({
      requestId: RequestId,
      sendProfile: QualityProfile.optional(),
      receiveProfile: QualityProfile.optional(),
    }),
    reply: z.object({ participant: Participant }),
  },
  acquireScreenShare: { request: z.object({ requestId: RequestId }), reply: Nothing },
  releaseScreenShare: { request: z.object({ requestId: RequestId }), reply: Nothing },
  setHandRaised: { request: z.object({ requestId: RequestId, raised: z.boolean() }), reply: Nothing },
  sendChatMessage: {
    request: z.object({ requestId: RequestId, text: z.string().trim().min(1).max(4000) }),
    reply: z.object({ message: ChatMessage }),
  },

  // Hosts
  muteParticipant: { request: OfParticipant.extend({ source: TrackSource, muted: z.boolean() }), reply: Nothing },
  askToUnmute: { request: OfParticipant.extend({ source: TrackSource }), reply: Nothing },
  removeParticipant: { request: OfParticipant, reply: Nothing },
  setParticipantRole: { request: OfParticipant.extend({ role: ParticipantRole }), reply: Nothing },
  setCallLocked: { request: z.object({ requestId: RequestId, locked: z.boolean() }), reply: Nothing },
  startRecording: { request: z.object({ requestId: RequestId }), reply: z.object({ recording: CallRecording }) },
  /** Nothing changes where nothing is recorded. */
  stopRecording: { request: z.object({ requestId: RequestId }), reply: Nothing },
  endCall: { request: z.object({ requestId: RequestId }), reply: Nothing },
} as const;

export type RequestName = keyof typeof REQUESTS;
/** What a message carries. */
export type RequestOf<N extends RequestName> = z.infer<(typeof REQUESTS)[N]['request']>;
/** What its acknowledgement carries. */
export type ReplyOf<N extends RequestName> = z.infer<(typeof REQUESTS)[N]['reply']>;

export const SignallingError = z.object({
  reason: z.string(),
  message: z.string(),
  retryAfterMs: z.int().nonnegative().optional(),
  details: z.record(z.string(), z.unknown()).optional(),
});

/** How every message is acknowledged. */
export type Acknowledgement<R> =
  | { readonly ok: true; readonly reply: R }
  | { readonly ok: false; readonly error: z.infer<typeof SignallingError> };
