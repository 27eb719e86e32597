import type { Entrance } from '../domain/admission.js';
import { Call, type CallData } from '../domain/call.js';
import type { Caller } from '../domain/caller.js';
import { newId } from '../domain/ids.js';
import type { Participant } from '../domain/participant.js';
import { permissionsOf } from '../domain/permissions.js';
import type { CallRules } from '../domain/rules.js';

export const NOW = new Date('2026-01-01T12:00:00Z');

/** Where calls and those in them are, unless a test says otherwise. */
export const PLACE = { nodeId: 'node-1', bootId: 'boot-1' };

export const RULES: CallRules = {
  maxCalls: 100,
  reservedCalls: 5,
  maxParticipants: 10,
  maxUsers: 500,
  maxRecordings: 5,
  hostLimitsEnforced: true,
  roomsOpenToAnyone: false,
  joinDeadlineMs: 15_000,
  reconnectGraceMs: 30_000,
};

export function aCaller(changes: Partial<Caller> = {}): Caller {
  return { identityId: 'user_new', kind: 'USER', displayName: 'New', admin: false, ...changes };
}

export function aParticipant(changes: Partial<Participant> = {}): Participant {
  const id = changes.id ?? newId('part');
  const { role, ...permissions } = permissionsOf(changes.role ?? 'SPEAKER');
  return {
    id,
    identityId: `user_of_${id}`,
    identityKind: 'USER',
    displayName: 'Somebody',
    role,
    roleDecided: false,
    ...permissions,
    state: 'JOINED',
    createdAt: NOW,
    joinedAt: NOW,
    leftAt: null,
    leaveReason: null,
    deadline: null,
    handRaisedAt: null,
    mutedByHost: [],
    sendProfile: 'AUTO',
    receiveProfile: 'AUTO',
    peerId: newId('peer'),
    ...PLACE,
    mediaLost: false,
    policyVersion: 1,
    policyConfirmedVersion: 1,
    ...changes,
  };
}

export function aCall(participants: readonly Participant[] = [], changes: Partial<CallData> = {}, now = NOW): Call {
  const data: CallData = {
    id: newId('call'),
    roomId: null,
    title: '',
    state: 'ACTIVE',
    endReason: null,
    createdBy: 'user_creator',
    createdByName: 'Creator',
    createdAt: NOW,
    endedAt: null,
    revision: 10,
    locked: false,
    maxParticipants: 10,
    endToEndEncrypted: false,
    ...PLACE,
    mediaLost: false,
    screenSharerId: null,
    screenSince: null,
    screenDeadline: null,
    deadline: null,
    ...changes,
  };
  return new Call(data, participants, { recording: null, now, actorId: null });
}

export function anEntrance(changes: Partial<Entrance> = {}): Entrance {
  return {
    node: PLACE,
    caller: aCaller(),
    permissions: permissionsOf('SPEAKER'),
    displayName: 'New',
    sendProfile: 'AUTO',
    receiveProfile: 'AUTO',
    otherUsers: 0,
    ...changes,
  };
}

/** What was told, by kind. */
export function told(call: Call): string[] {
  return call.changes.told.map(({ fact }) => fact.type);
}
