import { z } from 'zod';
import {
  CallEndReason,
  CallRecordingState,
  CallState,
  Id,
  Instant,
  LeaveReason,
  ParticipantRole,
  ParticipantState,
  QualityProfile,
  TrackSource,
} from './vocabulary.js';

/** One membership in one call. */
export const Participant = z.object({
  id: Id,
  identityId: Id,
  displayName: z.string(),
  role: ParticipantRole,
  state: ParticipantState,
  joinedAt: Instant.nullable(),
  leaveReason: LeaveReason.nullable(),
  handRaisedAt: Instant.nullable(),
  allowedSources: z.array(TrackSource),
  mutedByHost: z.array(TrackSource),
  sendProfile: QualityProfile,
  receiveProfile: QualityProfile,
  guest: z.boolean(),
});
export type Participant = z.infer<typeof Participant>;

export const ChatMessage = z.object({
  id: Id,
  participantId: Id,
  displayName: z.string(),
  text: z.string(),
  sentAt: Instant,
});
export type ChatMessage = z.infer<typeof ChatMessage>;

/** The recording being made of a call (REC-1). */
export const CallRecording = z.object({
  id: Id,
  state: CallRecordingState,
  startedAt: Instant,
  /** Null for a host who was not inside. */
  startedByParticipantId: Id.nullable(),
});
export type CallRecording = z.infer<typeof CallRecording>;

export const Call = z.object({
  id: Id,
  roomId: Id.nullable(),
  title: z.string(),
  state: CallState,
  endReason: CallEndReason.nullable(),
  createdAt: Instant,
  endedAt: Instant.nullable(),
  /** Rises by one with every call notification. */
  revision: z.int().nonnegative(),
  locked: z.boolean(),
  screenSharerId: Id.nullable(),
  /** Everybody who is inside or reconnecting. */
  participants: z.array(Participant),
  maxParticipants: z.int(),
  /** Media is encrypted from participant to participant, with a key that the server never has. Chosen at the start, for good. */
  endToEndEncrypted: z.boolean(),
  /** Null while the call is not recorded. */
  recording: CallRecording.nullable(),
});
export type Call = z.infer<typeof Call>;
