import type { Prisma } from '@videocall/platform-database';
import type { CallData } from '../../domain/call.js';
import type { CallId, ParticipantId, PeerId, RecordingId, RoomId } from '../../domain/ids.js';
import type { Participant } from '../../domain/participant.js';
import type { Recording } from '../../domain/recording.js';

export type CallRow = Prisma.CallGetPayload<object>;
export type ParticipantRow = Prisma.ParticipantGetPayload<object>;
export type RecordingRow = Prisma.CallRecordingGetPayload<object>;

/** Recordings that a call has one of at most. */
export const CURRENT_RECORDING = { state: { notIn: ['ENDED', 'RELEASED'] as ('ENDED' | 'RELEASED')[] } };

export function callOf(row: CallRow): CallData {
  return {
    ...row,
    id: row.id as CallId,
    roomId: row.roomId as RoomId | null,
    screenSharerId: row.screenSharerId as ParticipantId | null,
    revision: Number(row.revision),
  };
}

export function participantOf(row: ParticipantRow): Participant {
  return { ...row, id: row.id as ParticipantId, peerId: row.peerId as PeerId };
}

export function recordingOf({
  id,
  state,
  startedBy,
  createdAt,
  startedAt,
  endedAt,
  deadline,
}: RecordingRow): Recording {
  return {
    id: id as RecordingId,
    state,
    startedBy: startedBy as ParticipantId | null,
    createdAt,
    startedAt,
    endedAt,
    deadline,
  };
}
