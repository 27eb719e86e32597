import { Refusal } from '@videocall/errors';
import type { Prisma } from '@videocall/platform-database';
import type { CallTransaction, Invite, RequestKey, Room } from '../../application/ports/call-database.js';
import { Call, type CallData } from '../../domain/call.js';
import type { ChatMessage } from '../../domain/facts.js';
import type { CallId, RoomId } from '../../domain/ids.js';
import type { Recording } from '../../domain/recording.js';
import { after } from '../../domain/rules.js';
import { CapacityRows } from './capacity-rows.js';
import { MaintenanceRows } from './maintenance-rows.js';
import { RequestRecords } from './request-records.js';
import { callOf, CURRENT_RECORDING, participantOf, recordingOf, type CallRow } from './rows.js';
import { saveCall } from './save-call.js';

/** One transaction of the `call` schema. */
export class PrismaCallTransaction implements CallTransaction {
  readonly #client: Prisma.TransactionClient;
  readonly #requests: RequestRecords;
  readonly maintenance: MaintenanceRows;
  readonly capacity: CapacityRows;

  constructor(client: Prisma.TransactionClient) {
    this.#client = client;
    this.#requests = new RequestRecords(client);
    this.maintenance = new MaintenanceRows(client);
    this.capacity = new CapacityRows(client);
  }

  claimRequest(key: RequestKey): Promise<Uint8Array | undefined> {
    return this.#requests.claim(key);
  }

  storeResult(key: RequestKey, result: Uint8Array): Promise<void> {
    return this.#requests.storeResult(key, result);
  }

  async lockCall(callId: string, actorId: string | null): Promise<Call> {
    const [row] = await this.#client.$queryRaw<(CallRow & { now: Date })[]>`
      SELECT id, room_id AS "roomId", title, state::text, end_reason::text AS "endReason", created_by AS "createdBy",
        created_by_name AS "createdByName", created_at AS "createdAt", ended_at AS "endedAt", revision, locked,
        max_participants AS "maxParticipants", end_to_end_encrypted AS "endToEndEncrypted", node_id AS "nodeId", boot_id AS "bootId", media_lost AS "mediaLost",
        screen_sharer_id AS "screenSharerId", screen_since AS "screenSince", screen_deadline AS "screenDeadline", deadline,
        clock_timestamp() AS now
      FROM call.calls WHERE id = ${callId} FOR UPDATE`;
    if (!row) throw new Refusal('CALL_NOT_FOUND');
    const { now, ...data } = row;
    const participants = await this.#client.participant.findMany({
      where: { callId, OR: [{ state: { not: 'LEFT' } }, ...(actorId === null ? [] : [{ identityId: actorId }])] },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    });
    const recording = await this.#client.callRecording.findFirst({ where: { callId, ...CURRENT_RECORDING } });
    return new Call(callOf(data), participants.map(participantOf), {
      recording: recording && recordingOf(recording),
      now,
      actorId,
    });
  }

  saveCall(call: Call): Promise<void> {
    return saveCall(this.#client, call);
  }

  async createCall(data: Omit<CallData, 'createdAt' | 'deadline'>, lifetimeMs: number): Promise<Call> {
    const [clock] = await this.#client.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
    if (!clock) throw new Error('the database has no clock');
    const created: CallData = { ...data, createdAt: clock.now, deadline: after(clock.now, lifetimeMs) };
    await this.#client.call.createMany({ data: created });
    return new Call(created, [], { recording: null, now: clock.now, actorId: data.createdBy });
  }

  async lockCapacity(): Promise<void> {
    await this.#client.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('videocall.call.capacity', 0))`;
  }

  async countOpenCalls(): Promise<number> {
    return await this.#client.call.count({ where: { state: { in: ['STARTING', 'ACTIVE'] } } });
  }

  async countOtherUsers(identityId: string): Promise<number> {
    const [counted] = await this.#client.$queryRaw<{ users: bigint }[]>`
      SELECT count(DISTINCT identity_id) AS users FROM call.participants
      WHERE state <> 'LEFT' AND identity_id <> ${identityId}`;
    return Number(counted?.users ?? 0);
  }

  async recording(recordingId: string): Promise<Recording | undefined> {
    const row = await this.#client.callRecording.findUnique({ where: { id: recordingId } });
    return row ? recordingOf(row) : undefined;
  }

  async lockRecordings(): Promise<void> {
    await this.#client.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('videocall.call.recordings', 0))`;
  }

  async countRecordings(): Promise<number> {
    return await this.#client.callRecording.count({ where: CURRENT_RECORDING });
  }

  async lockRoom(key: { readonly id: string } | { readonly name: string }): Promise<Room | undefined> {
    const [id, name] = 'id' in key ? [key.id, null] : [null, key.name];
    const [row] = await this.#client.$queryRaw<Room[]>`
      SELECT id, name, title, access::text, owner_id AS "ownerId", created_at AS "createdAt"
      FROM call.rooms WHERE id = ${id} OR name = ${name} FOR UPDATE`;
    return row;
  }

  async openCallOfRoom(roomId: RoomId): Promise<CallId | undefined> {
    const call = await this.#client.call.findFirst({
      where: { roomId, state: { in: ['STARTING', 'ACTIVE'] } },
      select: { id: true },
    });
    return call?.id as CallId | undefined;
  }

  async createRoom(room: Omit<Room, 'createdAt'>): Promise<Room | undefined> {
    const [created] = await this.#client.room.createManyAndReturn({ data: room, skipDuplicates: true });
    return created && { ...created, id: room.id };
  }

  async deleteRoom(roomId: RoomId): Promise<void> {
    await this.#client.room.deleteMany({ where: { id: roomId } });
  }

  async createInvite(invite: Omit<Invite, 'expiresAt'>, validForSeconds: number): Promise<Invite> {
    const [clock] = await this.#client.$queryRaw<{ expiresAt: Date }[]>`
      SELECT clock_timestamp() + make_interval(secs => ${validForSeconds}) AS "expiresAt"`;
    if (!clock) throw new Error('the database has no clock');
    await this.#client.invite.createMany({ data: { ...invite, expiresAt: clock.expiresAt } });
    return { ...invite, expiresAt: clock.expiresAt };
  }

  async revokeInvite(callId: CallId, code: string): Promise<boolean> {
    const revoked = await this.#client.$executeRaw`
      UPDATE call.invites SET revoked_at = coalesce(revoked_at, clock_timestamp()) WHERE code = ${code} AND call_id = ${callId}`;
    return revoked > 0;
  }

  async addChatMessage(callId: CallId, message: ChatMessage): Promise<void> {
    await this.#client.chatMessage.createMany({ data: { ...message, callId } });
  }
}
