import type { Prisma } from '@videocall/platform-database';
import type { CallData } from '../../domain/call.js';
import type { CallId, ParticipantId, PeerId, RoomId } from '../../domain/ids.js';
import type { Participant } from '../../domain/participant.js';

export type CallRow = Prisma.CallGetPayload<object>;
export type ParticipantRow = Prisma.ParticipantGetPayload<object>;

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
