import { Injectable } from '@nestjs/common';
import { Refusal } from '@videocall/errors';
import { PrismaClient } from '@videocall/platform-database';
import type { Invite } from '../../application/ports/call-database.js';
import {
  CallReader,
  type Attendance,
  type CallSummary,
  type RecordedCall,
  type RoomState,
} from '../../application/ports/call-reader.js';
import { Call } from '../../domain/call.js';
import type { ChatMessage } from '../../domain/facts.js';
import type { CallId, ParticipantId, RoomId } from '../../domain/ids.js';
import type { Maintenance } from '../../domain/maintenance.js';
import type { Participant } from '../../domain/participant.js';
import { MaintenanceRows } from './maintenance-rows.js';
import { callOf, CURRENT_RECORDING, participantOf, recordingOf, type CallRow } from './rows.js';
import { refuseIfUnavailable } from './unavailable.js';

const NAMES_SHOWN = 20;
const OPEN = { state: { in: ['STARTING', 'ACTIVE'] as ('STARTING' | 'ACTIVE')[] } };
const INSIDE = { state: { in: ['JOINED', 'RECONNECTING'] as ('JOINED' | 'RECONNECTING')[] }, hidden: false };

/** What is known of a call besides its row. */
interface Counted {
  readonly names: string[];
  readonly people: bigint;
  readonly removed: boolean;
  readonly recordings: bigint;
}

/** What is asked of the `call` schema without locking it. */
@Injectable()
export class PrismaCallReader extends CallReader {
  readonly #client: PrismaClient;

  constructor(client: PrismaClient) {
    super();
    this.#client = client;
  }

  async call(callId: string, identityId: string): Promise<Call> {
    const found = this.#client.call.findUnique({
      where: { id: callId },
      include: {
        participants: {
          where: { OR: [{ state: { not: 'LEFT' } }, { identityId }] },
          orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
        },
        recordings: { where: CURRENT_RECORDING },
      },
    });
    const row = await refuseIfUnavailable(found);
    if (!row) throw new Refusal('CALL_NOT_FOUND');
    const {
      participants,
      recordings: [recording],
      ...data
    } = row;
    return new Call(callOf(data), participants.map(participantOf), {
      recording: recording ? recordingOf(recording) : null,
      now: new Date(),
      actorId: identityId,
    });
  }

  async everybody(callId: CallId): Promise<Participant[]> {
    const rows = await this.#client.participant.findMany({
      where: { callId, joinedAt: { not: null } },
      orderBy: { joinedAt: 'asc' },
    });
    return rows.map(participantOf);
  }

  async recordedCall(recordingId: string): Promise<RecordedCall> {
    const row = await this.#client.callRecording.findUnique({ where: { id: recordingId }, include: { call: true } });
    if (!row) throw new Refusal('RECORDING_NOT_FOUND');
    return { recording: recordingOf(row), data: callOf(row.call) };
  }

  async attendances(identityId: string, callIds: readonly string[]): Promise<readonly Attendance[]> {
    const found = this.#client.$queryRaw<Attendance[]>`
      SELECT call_id AS "callId", bool_or(role = 'HOST') AS host
      FROM call.participants
      WHERE identity_id = ${identityId} AND call_id = ANY(${[...callIds]}) AND joined_at IS NOT NULL
      GROUP BY call_id`;
    return await refuseIfUnavailable(found);
  }

  async invite(code: string): Promise<{ invite: Invite; expired: boolean } | undefined> {
    const [row] = await this.#client.$queryRaw<(Invite & { expired: boolean })[]>`
      SELECT code, call_id AS "callId", role::text, created_by AS "createdBy", expires_at AS "expiresAt",
        expires_at <= clock_timestamp() AS expired
      FROM call.invites WHERE code = ${code} AND revoked_at IS NULL`;
    if (!row) return undefined;
    const { expired, ...invite } = row;
    return { invite, expired };
  }

  async room(key: { readonly id: string } | { readonly name: string }): Promise<RoomState | undefined> {
    const [room] = await this.#rooms(key);
    return room;
  }

  async maintenance(): Promise<Maintenance | undefined> {
    const { maintenance } = await refuseIfUnavailable(new MaintenanceRows(this.#client).current());
    return maintenance;
  }

  rooms(): Promise<RoomState[]> {
    return this.#rooms({});
  }

  async #rooms(where: { readonly id?: string; readonly name?: string }): Promise<RoomState[]> {
    const rows = await this.#client.room.findMany({
      where,
      orderBy: { name: 'asc' },
      include: {
        calls: { where: OPEN, take: 1, select: { id: true, _count: { select: { participants: { where: INSIDE } } } } },
      },
    });
    return rows.map(({ calls: [running], ...room }) => ({
      room: { ...room, id: room.id as RoomId },
      activeCallId: (running?.id ?? null) as CallId | null,
      participantCount: running?._count.participants ?? 0,
    }));
  }

  async chatMessages(callId: CallId, afterMessageId: string, limit: number): Promise<ChatMessage[]> {
    const rows = await this.#client.$queryRaw<ChatMessage[]>`
      SELECT id, participant_id AS "participantId", display_name AS "displayName", text, sent_at AS "sentAt"
      FROM call.chat_messages
      WHERE call_id = ${callId}
        AND sequence > coalesce((SELECT sequence FROM call.chat_messages WHERE id = ${afterMessageId} AND call_id = ${callId}), 0)
      ORDER BY sequence LIMIT ${limit}`;
    return rows.map((row) => ({ ...row, participantId: row.participantId as ParticipantId }));
  }

  async callsOf(
    identityId: string,
    before: { readonly createdAt: Date; readonly id: string } | undefined,
    limit: number,
  ): Promise<CallSummary[]> {
    const { createdAt, id } = before ?? { createdAt: new Date('9999-12-31T00:00:00Z'), id: '' };
    // One line for each person, however often they came: the name and time of the first.
    const rows = await this.#client.$queryRaw<(CallRow & Counted)[]>`
      SELECT c.id, c.room_id AS "roomId", c.title, c.state::text, c.end_reason::text AS "endReason",
        c.created_by AS "createdBy", c.created_by_name AS "createdByName", c.created_at AS "createdAt",
        c.ended_at AS "endedAt", c.revision, c.locked, c.max_participants AS "maxParticipants",
        c.end_to_end_encrypted AS "endToEndEncrypted", c.node_id AS "nodeId",
        c.boot_id AS "bootId", c.media_lost AS "mediaLost", c.screen_sharer_id AS "screenSharerId",
        c.screen_since AS "screenSince", c.screen_deadline AS "screenDeadline", c.deadline,
        everybody.names, everybody.people, coalesce(everybody.removed, false) AS removed,
        (SELECT count(*) FROM call.recordings WHERE call_id = c.id AND started_at IS NOT NULL) AS recordings
      FROM call.calls c
      CROSS JOIN LATERAL (
        SELECT (array_agg(display_name ORDER BY joined_at))[1:${NAMES_SHOWN}] AS names, count(*) AS people, bool_or(removed) AS removed
        FROM (
          SELECT DISTINCT ON (identity_id) display_name, joined_at, bool_or(identity_id = ${identityId} AND leave_reason = 'REMOVED')
            OVER (PARTITION BY identity_id) AS removed
          FROM call.participants WHERE call_id = c.id AND joined_at IS NOT NULL AND (NOT hidden OR identity_id = ${identityId})
          ORDER BY identity_id, joined_at
        ) AS people
      ) AS everybody
      WHERE EXISTS (
          SELECT FROM call.participants WHERE call_id = c.id AND identity_id = ${identityId} AND joined_at IS NOT NULL
        )
        -- A call that a program started (an echo test) is nobody's meeting.
        AND (c.created_by NOT LIKE 'svc\\_%' OR c.room_id IS NOT NULL)
        AND (c.created_at, c.id) < (${createdAt}, ${id})
      ORDER BY c.created_at DESC, c.id DESC LIMIT ${limit}`;
    return rows.map(({ names, people, removed, recordings, ...data }) => ({
      data: callOf(data),
      participantNames: names,
      participantCount: Number(people),
      removed,
      recordingCount: Number(recordings),
    }));
  }
}
