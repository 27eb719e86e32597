import { callV1 } from '@videocall/contracts';
import type { Call, CallData } from '../domain/call.js';
import type { ChatMessage } from '../domain/facts.js';
import type { Maintenance } from '../domain/maintenance.js';
import { isInside, type Participant } from '../domain/participant.js';
import type { Permissions } from '../domain/permissions.js';
import { isShown, type Recording, type ShownRecording } from '../domain/recording.js';
import type { TrackSource } from '../domain/vocabulary.js';
import type { RoomState } from './ports/call-reader.js';
import type { SignedToken } from './ports/tokens.js';

// The domain in the words of `videocall.call.v1`, for replies and events.

/** A call as a participant sees it: those who are inside. */
export function callMessage(call: Call): callV1.Call {
  return callWith(call.data, call.present.filter(isInside), call.recording);
}

/** @param recording null where nobody is to see one. */
export function callWith(
  data: CallData,
  participants: readonly Participant[],
  recording: Recording | null = null,
): callV1.Call {
  return {
    id: data.id,
    roomId: data.roomId ?? '',
    title: data.title,
    state: callV1.CallState[data.state],
    endReason: callV1.CallEndReason[data.endReason ?? 'UNSPECIFIED'],
    createdAt: data.createdAt,
    endedAt: data.endedAt ?? undefined,
    revision: data.revision,
    locked: data.locked,
    screenSharerId: data.screenSharerId ?? '',
    participants: participants.filter(({ hidden }) => !hidden).map(participantMessage),
    maxParticipants: data.maxParticipants,
    endToEndEncrypted: data.endToEndEncrypted,
    createdBy: data.createdBy,
    recording: recording && isShown(recording) ? recordingMessage(recording) : undefined,
  };
}

export function participantMessage(participant: Participant): callV1.Participant {
  return {
    id: participant.id,
    identityId: participant.identityId,
    displayName: participant.displayName,
    role: callV1.ParticipantRole[participant.role],
    state: callV1.ParticipantState[participant.state],
    joinedAt: participant.joinedAt ?? undefined,
    leftAt: participant.leftAt ?? undefined,
    leaveReason: callV1.LeaveReason[participant.leaveReason ?? 'UNSPECIFIED'],
    handRaisedAt: participant.handRaisedAt ?? undefined,
    allowedSources: participant.sources.map(sourceMessage),
    mutedByHost: participant.mutedByHost.map(sourceMessage),
    sendProfile: callV1.QualityProfile[participant.sendProfile],
    receiveProfile: callV1.QualityProfile[participant.receiveProfile],
    guest: participant.identityKind === 'GUEST',
  };
}

export function recordingMessage({ id, state, startedAt, startedBy }: ShownRecording): callV1.CallRecording {
  return {
    id,
    state: callV1.CallRecordingState[state],
    startedAt: startedAt ?? undefined,
    startedByParticipantId: startedBy ?? '',
  };
}

export function sourceMessage(source: TrackSource): callV1.TrackSource {
  return callV1.TrackSource[source];
}

export function chatMessageMessage(message: ChatMessage): callV1.ChatMessage {
  return { ...message };
}

export function grantMessage(
  callId: string,
  permissions: Permissions,
  { token, expiresAt }: SignedToken,
): callV1.Grant {
  return {
    token,
    callId,
    permissions: {
      role: callV1.ParticipantRole[permissions.role],
      canSubscribe: permissions.canSubscribe,
      publishSources: permissions.sources.map(sourceMessage),
      canPublishData: permissions.canPublishData,
      hidden: permissions.hidden,
    },
    expiresAt,
  };
}

/** A grant before it is signed: the token is a secret, so it is not kept with the result of a request. */
export function unsignedGrant(callId: string, permissions: Permissions): callV1.Grant {
  return { ...grantMessage(callId, permissions, { token: '', expiresAt: new Date(0) }), expiresAt: undefined };
}

/** The permissions of a grant that this service wrote. */
export function permissionsOfGrant(grant: callV1.Grant | undefined): Permissions {
  const message = grant?.permissions;
  if (!message) throw new TypeError('a grant without permissions');
  return {
    role: wordOf(callV1.ParticipantRole, message.role),
    sources: message.publishSources.map((source) => wordOf(callV1.TrackSource, source)),
    canSubscribe: message.canSubscribe,
    canPublishData: message.canPublishData,
    hidden: message.hidden,
  };
}

/** @throws TypeError for a value that this service did not write. */
function wordOf<Enum extends Readonly<Record<string, string>>>(words: Enum, value: string): Word<Enum> {
  const word = findWord(words, value);
  if (word === undefined) throw new TypeError(`no word for ${value}`);
  return word;
}

/**
 * The domain's word for a contract's enum value: its name without the prefix. Undefined where the value is unspecified or
 * one that this version does not know.
 */
export function findWord<Enum extends Readonly<Record<string, string>>>(
  words: Enum,
  value: string,
): Word<Enum> | undefined {
  const word = Object.keys(words).find((key) => words[key] === value);
  return word === 'UNSPECIFIED' || word === 'UNRECOGNIZED' ? undefined : (word as Word<Enum> | undefined);
}
export type Word<Enum> = Exclude<keyof Enum & string, 'UNSPECIFIED' | 'UNRECOGNIZED'>;

export function roomMessage({ room, activeCallId, participantCount }: RoomState): callV1.Room {
  return {
    id: room.id,
    name: room.name,
    title: room.title,
    access: callV1.RoomAccess[room.access],
    ownerId: room.ownerId,
    createdAt: room.createdAt,
    activeCallId: activeCallId ?? '',
    participantCount,
  };
}

export function maintenanceMessage({ id, startsAt, endsAt, textEn, textJa }: Maintenance): callV1.Maintenance {
  return { id, startsAt, endsAt, textEn, textJa, endedAt: undefined };
}
