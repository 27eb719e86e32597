import { z } from 'zod';

// The protobuf enums as clients see them: the same words without the prefix.

export const TrackSource = z.enum(['MICROPHONE', 'CAMERA', 'SCREEN', 'SCREEN_AUDIO']);
export type TrackSource = z.infer<typeof TrackSource>;

export const MediaKind = z.enum(['audio', 'video']);
export type MediaKind = z.infer<typeof MediaKind>;

export const QualityProfile = z.enum(['AUTO', 'LOW', 'MEDIUM', 'HIGH']);
export type QualityProfile = z.infer<typeof QualityProfile>;

export const CallState = z.enum(['STARTING', 'ACTIVE', 'ENDING', 'ENDED', 'FAILED']);
export type CallState = z.infer<typeof CallState>;

export const CallEndReason = z.enum([
  'ENDED_BY_HOST',
  'EVERYBODY_LEFT',
  'NOBODY_JOINED',
  'ADMINISTRATOR',
  'MEDIA_LOST',
]);
export type CallEndReason = z.infer<typeof CallEndReason>;

export const ParticipantRole = z.enum(['HOST', 'SPEAKER', 'LISTENER']);
export type ParticipantRole = z.infer<typeof ParticipantRole>;

export const ParticipantState = z.enum(['JOINING', 'JOINED', 'RECONNECTING', 'LEFT']);
export type ParticipantState = z.infer<typeof ParticipantState>;

export const LeaveReason = z.enum(['LEFT', 'REMOVED', 'CONNECTION_LOST', 'CALL_ENDED', 'JOIN_ABANDONED', 'REPLACED']);
export type LeaveReason = z.infer<typeof LeaveReason>;

/** STARTING: nothing is captured yet, or not at the moment. STOPPING: to be captured no longer. */
export const CallRecordingState = z.enum(['STARTING', 'CAPTURING', 'STOPPING']);
export type CallRecordingState = z.infer<typeof CallRecordingState>;

export const TransportDirection = z.enum(['SEND', 'RECEIVE']);
export type TransportDirection = z.infer<typeof TransportDirection>;

export const QualityVerdict = z.enum(['GOOD', 'FAIR', 'POOR']);
export type QualityVerdict = z.infer<typeof QualityVerdict>;

/** Chosen by the client for each mutation; the same id again gives the first result (CALL-5). */
export const RequestId = z.string().min(1).max(64);

/** An opaque, prefixed identifier such as `call_…`. */
export const Id = z.string().min(1).max(64);

/** ISO 8601 instant. */
export const Instant = z.iso.datetime();
