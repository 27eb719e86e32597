import { z } from 'zod';
import { CallRecording, ChatMessage, Participant } from './call.js';
import { Maintenance } from './maintenance.js';
import { PublisherCommand, Subscription, Track } from './media.js';
import { CallEndReason, Id, LeaveReason, QualityVerdict, TrackSource } from './vocabulary.js';

const revision = z.int().positive();

// Facts of the call: from the orchestrator, counted by the call's revision.
const callNotifications = [
  z.object({ type: z.literal('participantJoined'), participant: Participant }),
  z.object({ type: z.literal('participantUpdated'), participant: Participant }),
  z.object({ type: z.literal('participantLeft'), participantId: Id, reason: LeaveReason }),
  z.object({
    type: z.literal('participantMuted'),
    participantId: Id,
    byParticipantId: Id,
    source: TrackSource,
    muted: z.boolean(),
  }),
  z.object({ type: z.literal('callLocked'), locked: z.boolean() }),
  z.object({ type: z.literal('screenShareChanged'), participantId: Id.nullable() }),
  /** Null: recorded no longer. */
  z.object({ type: z.literal('recordingChanged'), recording: CallRecording.nullable() }),
  z.object({ type: z.literal('chatMessage'), message: ChatMessage }),
  z.object({ type: z.literal('unmuteAsked'), byParticipantId: Id, source: TrackSource }),
  z.object({ type: z.literal('callEnded'), reason: CallEndReason }),
  /** Meant for somebody else: only the revision counts. */
  z.object({ type: z.literal('callRevisionOnly') }),
] as const;

// Changes of the media: from the sfu-node, counted by the media's revision.
const mediaNotifications = [
  z.object({ type: z.literal('trackPublished'), track: Track }),
  z.object({ type: z.literal('trackUpdated'), track: Track }),
  z.object({ type: z.literal('trackUnpublished'), trackId: Id, participantId: Id, source: TrackSource }),
  z.object({ type: z.literal('subscriptionOpened'), subscription: Subscription }),
  z.object({ type: z.literal('subscriptionUpdated'), subscription: Subscription }),
  z.object({ type: z.literal('subscriptionClosed'), subscriptionId: Id }),
  z.object({ type: z.literal('activeSpeaker'), participantId: Id.nullable() }),
  z.object({ type: z.literal('mediaRevisionOnly') }),
] as const;

// Passing news that nobody needs to catch up on.
const uncounted = [
  z.object({
    type: z.literal('audioLevels'),
    levels: z.array(z.object({ participantId: Id, dbov: z.int().min(-127).max(0) })),
  }),
  z.object({
    type: z.literal('connectionQuality'),
    participantId: Id,
    verdict: QualityVerdict,
    roundTripMs: z.int(),
    lossPermille: z.int(),
    jitterMs: z.int(),
  }),
  z.object({ type: z.literal('publisherCommand'), command: PublisherCommand }),
  /** The gateway cannot vouch for the revisions (Redis or a node was away): take a snapshot. */
  z.object({ type: z.literal('snapshotNeeded') }),
  /** What is planned or goes on now; null: nothing any longer. */
  z.object({ type: z.literal('maintenanceChanged'), maintenance: Maintenance.nullable() }),
  /**
   * The call goes on at another media server: `join` with `moving` and the resume token while media goes on here. Told again
   * until one has moved.
   */
  z.object({ type: z.literal('moveAsked') }),
  /** This connection's participant is out of the call. MEDIA_LOST and NODE_DRAINING: join again at once. */
  z.object({ type: z.literal('expelled'), reason: z.string() }),
] as const;

/** What the server tells a client, each as one Socket.IO event named `notification`. */
export const Notification = z.discriminatedUnion('plane', [
  z.object({ plane: z.literal('call'), revision, body: z.discriminatedUnion('type', callNotifications) }),
  z.object({ plane: z.literal('media'), revision, body: z.discriminatedUnion('type', mediaNotifications) }),
  z.object({ plane: z.literal('passing'), body: z.discriminatedUnion('type', uncounted) }),
]);
export type Notification = z.infer<typeof Notification>;
export type NotificationBody = Notification['body'];

/** The name of the one Socket.IO event from server to client. */
export const NOTIFICATION_EVENT = 'notification';
