import { CallRecording, Id, Instant } from '@videocall/signalling';
import { z } from 'zod';
import { pageQuery } from './calls.js';
import type { Endpoint } from './endpoint.js';

/** PROCESSING: captured; composed and uploaded at the moment. FAILED: nothing that could be played came of it. */
export const RecordingState = z.enum(['STARTING', 'CAPTURING', 'PROCESSING', 'READY', 'FAILED']);
export type RecordingState = z.infer<typeof RecordingState>;

/** COMPOSITE: everybody in one picture. PARTICIPANT: all that one of them sent. */
export const RecordingFileKind = z.enum(['COMPOSITE', 'PARTICIPANT', 'THUMBNAIL', 'CLIP']);
export type RecordingFileKind = z.infer<typeof RecordingFileKind>;

export const RecordingFile = z.object({
  id: Id,
  kind: RecordingFileKind,
  /** MIME type. */
  contentType: z.string(),
  bytes: z.int().nonnegative(),
  durationMs: z.int().nonnegative(),
  /** Of PARTICIPANT files. */
  participantId: Id.nullable(),
  participantName: z.string().nullable(),
  /** Of CLIP files: the range within the composite. */
  fromMs: z.int().nonnegative().nullable(),
  toMs: z.int().nonnegative().nullable(),
  /** A name to save it under. */
  fileName: z.string(),
  /** Clips are made in the background; the rest is there once listed. */
  ready: z.boolean(),
});
export type RecordingFile = z.infer<typeof RecordingFile>;

/** A stored capture of a call, from its start on. */
export const Recording = z.object({
  id: Id,
  callId: Id,
  callTitle: z.string(),
  state: RecordingState,
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  durationMs: z.int().nonnegative(),
  /** Of all files. */
  bytes: z.int().nonnegative(),
  /** 0..1000, while PROCESSING. */
  progressPermille: z.int().min(0).max(1000),
  /** Of a FAILED one. */
  failureReason: z.string().nullable(),
  files: z.array(RecordingFile),
  /** Those who were inside while it was made. */
  participantNames: z.array(z.string()),
  /** When retention deletes it. */
  expiresAt: Instant.nullable(),
  canDelete: z.boolean(),
});
export type Recording = z.infer<typeof Recording>;

const OfCall = z.object({ callId: Id });
const OfRecording = z.object({ recordingId: Id });

export const RECORDING_ENDPOINTS = {
  startRecording: {
    method: 'POST',
    path: '/v1/calls/:callId/recording',
    tag: 'Recordings',
    summary: 'Record a call; everybody in it sees that',
    identity: 'required',
    idempotencyKey: true,
    params: OfCall,
    status: 200,
    reply: z.object({ recording: CallRecording }),
    refusals: [
      'HOST_ONLY',
      'CALL_NOT_FOUND',
      'CALL_ENDED',
      'CALL_ENCRYPTED',
      'RECORDING_ACTIVE',
      'RECORDING_LIMIT',
      'RECORDER_UNAVAILABLE',
      'DISK_FULL',
    ],
  },
  stopRecording: {
    method: 'DELETE',
    path: '/v1/calls/:callId/recording',
    tag: 'Recordings',
    summary: 'Stop recording a call',
    description: 'Nothing changes where nothing is recorded.',
    identity: 'required',
    idempotencyKey: true,
    params: OfCall,
    status: 204,
    refusals: ['HOST_ONLY', 'CALL_NOT_FOUND', 'CALL_ENDED'],
  },
  listRecordings: {
    method: 'GET',
    path: '/v1/recordings',
    tag: 'Recordings',
    summary: 'Recordings of the calls the caller took part in, newest first',
    identity: 'required',
    idempotencyKey: false,
    /** `callId`: only that call's. */
    query: pageQuery(100, 20).extend({ callId: z.string().max(64).default('') }),
    status: 200,
    reply: z.object({ recordings: z.array(Recording), nextPageToken: z.string() }),
    refusals: [],
  },
  getRecording: {
    method: 'GET',
    path: '/v1/recordings/:recordingId',
    tag: 'Recordings',
    summary: 'A recording and its files',
    identity: 'required',
    idempotencyKey: false,
    params: OfRecording,
    status: 200,
    reply: z.object({ recording: Recording }),
    refusals: ['RECORDING_NOT_FOUND'],
  },
  createDownload: {
    method: 'POST',
    path: '/v1/recordings/:recordingId/files/:fileId/download',
    tag: 'Recordings',
    summary: 'A short-lived address of a file, to play or to save',
    description:
      'Whoever has the address may read the file, with ranges and without an access token, until it expires.',
    identity: 'required',
    idempotencyKey: false,
    params: OfRecording.extend({ fileId: Id }),
    /** `save`: as an attachment with its file name, instead of in the page. */
    body: z.object({ save: z.boolean().default(false) }),
    status: 200,
    /** `url`: absolute, or a path on this server. */
    reply: z.object({ url: z.string(), expiresAt: Instant }),
    refusals: ['RECORDING_NOT_FOUND', 'RECORDING_FILE_NOT_FOUND', 'RECORDING_NOT_READY'],
  },
  deleteRecording: {
    method: 'DELETE',
    path: '/v1/recordings/:recordingId',
    tag: 'Recordings',
    summary: 'Delete a recording with all its files',
    description: 'For hosts of the call and administrators.',
    identity: 'required',
    idempotencyKey: true,
    params: OfRecording,
    status: 204,
    refusals: ['RECORDING_NOT_FOUND', 'RECORDING_NOT_READY', 'HOST_ONLY'],
  },
  createClip: {
    method: 'POST',
    path: '/v1/recordings/:recordingId/clips',
    tag: 'Recordings',
    summary: 'A time range as a file of its own, made in the background',
    identity: 'required',
    idempotencyKey: true,
    params: OfRecording,
    /** Milliseconds into the composite; at least a second. */
    body: z
      .object({ fromMs: z.int().nonnegative(), toMs: z.int().nonnegative() })
      .refine(({ fromMs, toMs }) => toMs - fromMs >= 1_000, {
        path: ['toMs'],
        message: 'must be a second after fromMs',
      }),
    status: 201,
    reply: z.object({ file: RecordingFile }),
    refusals: ['RECORDING_NOT_FOUND', 'RECORDING_NOT_READY', 'RANGE_INVALID'],
  },
} as const satisfies Record<string, Endpoint>;
