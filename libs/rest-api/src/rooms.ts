import { Call, Id, Instant } from '@videocall/signalling';
import { z } from 'zod';
import { Grant } from './calls.js';
import type { Endpoint } from './endpoint.js';
import { RoomName } from './identity.js';

/** MEMBERS: signed-in users. ANYONE: whoever knows the name, where the operator allows it. */
export const RoomAccess = z.enum(['MEMBERS', 'ANYONE']);
export type RoomAccess = z.infer<typeof RoomAccess>;

/** A permanent name that calls happen under. */
export const Room = z.object({
  id: Id,
  name: RoomName,
  title: z.string(),
  access: RoomAccess,
  ownerId: Id,
  createdAt: Instant,
  /** The running call. */
  activeCallId: Id.nullable(),
  participantCount: z.int().nonnegative(),
});
export type Room = z.infer<typeof Room>;

const OfRoom = z.object({ name: RoomName });

export const ROOM_ENDPOINTS = {
  listRooms: {
    method: 'GET',
    path: '/v1/rooms',
    tag: 'Rooms',
    summary: 'The rooms the caller may enter',
    identity: 'required',
    idempotencyKey: false,
    status: 200,
    reply: z.object({ rooms: z.array(Room) }),
    refusals: ['MEMBERS_ONLY'],
  },
  createRoom: {
    method: 'POST',
    path: '/v1/rooms',
    tag: 'Rooms',
    summary: 'Create a room',
    identity: 'required',
    idempotencyKey: true,
    body: z.object({ name: RoomName, title: z.string().trim().max(120).optional(), access: RoomAccess }),
    status: 201,
    reply: z.object({ room: Room }),
    refusals: ['ROOM_NAME_TAKEN', 'MEMBERS_ONLY', 'USERS_ONLY'],
  },
  getRoom: {
    method: 'GET',
    path: '/v1/rooms/:name',
    tag: 'Rooms',
    summary: 'A room by its name',
    description: 'Without an identity only a room that is open to anyone is told of.',
    identity: 'optional',
    idempotencyKey: false,
    params: OfRoom,
    status: 200,
    reply: z.object({ room: Room }),
    refusals: ['ROOM_NOT_FOUND', 'MEMBERS_ONLY'],
  },
  deleteRoom: {
    method: 'DELETE',
    path: '/v1/rooms/:name',
    tag: 'Rooms',
    summary: 'Delete a room',
    identity: 'required',
    idempotencyKey: true,
    params: OfRoom,
    status: 204,
    refusals: ['ROOM_NOT_FOUND', 'ROOM_OWNER_ONLY'],
  },
  enterRoom: {
    method: 'POST',
    path: '/v1/rooms/:name/enter',
    tag: 'Rooms',
    summary: "The room's running call, started where there is none, and a grant for it",
    identity: 'required',
    idempotencyKey: true,
    params: OfRoom,
    status: 200,
    reply: z.object({ room: Room, call: Call, grant: Grant }),
    refusals: [
      'ROOM_NOT_FOUND',
      'MEMBERS_ONLY',
      'CALL_LOCKED',
      'CALL_LIMIT',
      'CAPACITY_RESERVED',
      'MAINTENANCE',
      'NO_MEDIA_NODE',
      'PARTICIPANT_REMOVED',
    ],
  },
} as const satisfies Record<string, Endpoint>;
