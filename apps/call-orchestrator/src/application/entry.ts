import { Refusal } from '@videocall/errors';
import { chooseNode, type KnownNode } from '../domain/placement.js';
import { requireAdmissible } from '../domain/admission.js';
import { requireRoomForCall } from '../domain/capacity.js';
import { permissionsOf, type Permissions } from '../domain/permissions.js';
import { requireNoMaintenance } from '../domain/maintenance.js';
import { NOBODY_JOINED_MS, type CallRules } from '../domain/rules.js';
import type { Call } from '../domain/call.js';
import type { Caller } from '../domain/caller.js';
import { newId, type RoomId } from '../domain/ids.js';
import type { CallTransaction, Room } from './ports/call-database.js';

export interface NewCall {
  readonly title: string;
  readonly roomId: RoomId | null;
  /** 0: as many as the server allows. */
  readonly maxParticipants: number;
  readonly endToEndEncrypted: boolean;
}

/** What decides whether a call may be started, and for whom. */
export interface Capacity {
  readonly rules: CallRules;
  readonly nodes: readonly KnownNode[];
}

const RETRY_MS = 5_000;

/**
 * Starts a call within the server's limits, exactly also when many are started at once.
 *
 * @throws Refusal MAINTENANCE, CALL_LIMIT, CAPACITY_RESERVED, NO_MEDIA_NODE
 */
export async function startCall(
  tx: CallTransaction,
  caller: Caller,
  { title, roomId, maxParticipants, endToEndEncrypted }: NewCall,
  { rules, nodes }: Capacity,
): Promise<Call> {
  const { maintenance, now } = await tx.maintenance.current();
  requireNoMaintenance(maintenance, now, caller.admin);
  chooseNode(nodes);
  await tx.lockCapacity();
  const running = await tx.countOpenCalls();
  if (running >= rules.maxCalls) throw new Refusal('CALL_LIMIT', { retryAfterMs: RETRY_MS });
  if (running >= rules.maxCalls - rules.reservedCalls && !caller.admin) {
    throw new Refusal('CAPACITY_RESERVED', { retryAfterMs: RETRY_MS });
  }
  requireRoomForCall(await tx.capacity.levels(), running, caller.admin);
  const call = await tx.createCall(
    {
      id: newId('call'),
      roomId,
      title,
      state: 'STARTING',
      endReason: null,
      createdBy: caller.identityId,
      createdByName: caller.displayName,
      endedAt: null,
      revision: 0,
      locked: false,
      maxParticipants: maxParticipants === 0 ? rules.maxParticipants : Math.min(maxParticipants, rules.maxParticipants),
      endToEndEncrypted,
      nodeId: null,
      bootId: null,
      mediaLost: false,
      screenSharerId: null,
      screenSince: null,
      screenDeadline: null,
    },
    NOBODY_JOINED_MS,
  );
  call.tell({ type: 'CALL_STARTED' });
  await tx.saveCall(call);
  return call;
}

/** Whether the caller may enter the room's calls: anybody where the room and the operator are open to them, else users. */
export function mayEnterRoom(
  room: Room,
  caller: Caller,
  { roomsOpenToAnyone }: Pick<CallRules, 'roomsOpenToAnyone'>,
): boolean {
  return caller.kind === 'USER' || (room.access === 'ANYONE' && roomsOpenToAnyone);
}

/**
 * What the caller may do in a call without an invite: its creator and the owner of its room are hosts, who was inside
 * keeps the role had there, and a room lets in those it is open to.
 *
 * @returns undefined for those who have no business in it.
 */
export function ownPermissions(
  call: Call,
  caller: Caller,
  room: Room | undefined,
  rules: CallRules,
): Permissions | undefined {
  const isOwner = caller.identityId === room?.ownerId;
  // In a room open to anyone a guest may have been the one who came first.
  if (isOwner || (call.data.createdBy === caller.identityId && caller.kind === 'USER')) return permissionsOf('HOST');
  const [last] = call.participants
    .filter(({ identityId, joinedAt }) => identityId === caller.identityId && joinedAt !== null)
    .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
  if (last) {
    const { role, sources, canSubscribe, canPublishData, hidden } = last;
    return { role, sources, canSubscribe, canPublishData, hidden };
  }
  return room && mayEnterRoom(room, caller, rules) ? permissionsOf('SPEAKER') : undefined;
}

/**
 * The room's running call, started where there is none, and what the caller may do in it.
 *
 * @param room locked, so that two who come at once get the same call.
 * @throws Refusal MEMBERS_ONLY, PARTICIPANT_REMOVED, CALL_LOCKED; as `startCall`
 */
export async function enterRoomCall(
  tx: CallTransaction,
  caller: Caller,
  room: Room,
  wanted: Omit<NewCall, 'roomId'>,
  capacity: Capacity,
): Promise<{ readonly call: Call; readonly permissions: Permissions }> {
  if (!mayEnterRoom(room, caller, capacity.rules)) throw new Refusal('MEMBERS_ONLY');
  const running = await tx.openCallOfRoom(room.id);
  const call = running
    ? await tx.lockCall(running, caller.identityId)
    : await startCall(tx, caller, { ...wanted, roomId: room.id }, capacity);
  const permissions = ownPermissions(call, caller, room, capacity.rules) ?? permissionsOf('SPEAKER');
  requireAdmissible(call, caller.identityId, permissions);
  return { call, permissions };
}
