import { callV1 } from '@videocall/contracts';
import type { CallSummary, Grant, Invite, Room } from '@videocall/rest-api';
import type {
  Call,
  CallRecording,
  ChatMessage,
  IceServer,
  MediaConfiguration,
  Participant,
} from '@videocall/signalling';
import { instant, instantOrNull } from './instant.js';
import {
  callEndReason,
  callRecordingState,
  callState,
  leaveReason,
  participantRole,
  participantState,
  qualityProfile,
  roomAccess,
  toWords,
  trackSource,
} from './words.js';

const INSIDE: ReadonlySet<callV1.ParticipantState> = new Set([
  callV1.ParticipantState.JOINED,
  callV1.ParticipantState.RECONNECTING,
]);

export function callJson(call: callV1.Call): Call {
  return {
    id: call.id,
    roomId: call.roomId || null,
    title: call.title,
    state: callState.toWord(call.state) ?? 'ACTIVE',
    endReason: callEndReason.toWord(call.endReason),
    createdAt: instant(call.createdAt),
    endedAt: instantOrNull(call.endedAt),
    revision: call.revision,
    locked: call.locked,
    screenSharerId: call.screenSharerId || null,
    participants: call.participants.filter(({ state }) => INSIDE.has(state)).map(participantJson),
    maxParticipants: call.maxParticipants,
    endToEndEncrypted: call.endToEndEncrypted,
    recording: call.recording ? callRecordingJson(call.recording) : null,
  };
}

export function callRecordingJson(recording: callV1.CallRecording): CallRecording {
  return {
    id: recording.id,
    // Of a state that this version does not know one thing is certain: that it is recorded.
    state: callRecordingState.toWord(recording.state) ?? 'CAPTURING',
    startedAt: instant(recording.startedAt),
    startedByParticipantId: recording.startedByParticipantId || null,
  };
}

export function participantJson(participant: callV1.Participant): Participant {
  return {
    id: participant.id,
    identityId: participant.identityId,
    displayName: participant.displayName,
    role: participantRole.toWord(participant.role) ?? 'LISTENER',
    state: participantState.toWord(participant.state) ?? 'JOINED',
    joinedAt: instantOrNull(participant.joinedAt),
    leaveReason: leaveReason.toWord(participant.leaveReason),
    handRaisedAt: instantOrNull(participant.handRaisedAt),
    allowedSources: toWords(trackSource, participant.allowedSources),
    mutedByHost: toWords(trackSource, participant.mutedByHost),
    sendProfile: qualityProfile.toWord(participant.sendProfile) ?? 'AUTO',
    receiveProfile: qualityProfile.toWord(participant.receiveProfile) ?? 'AUTO',
    guest: participant.guest,
  };
}

export function chatMessageJson(message: callV1.ChatMessage): ChatMessage {
  return {
    id: message.id,
    participantId: message.participantId,
    displayName: message.displayName,
    text: message.text,
    sentAt: instant(message.sentAt),
  };
}

export function callSummaryJson(summary: callV1.CallSummary): CallSummary {
  return {
    id: summary.id,
    roomId: summary.roomId || null,
    title: summary.title,
    state: callState.toWord(summary.state) ?? 'ENDED',
    endReason: callEndReason.toWord(summary.endReason),
    startedAt: instantOrNull(summary.startedAt),
    endedAt: instantOrNull(summary.endedAt),
    participantNames: summary.participantNames,
    participantCount: summary.participantCount,
    canRejoin: summary.canRejoin,
    recordingCount: summary.recordingCount,
  };
}

export function grantJson({ token, callId, permissions, expiresAt }: callV1.Grant): Grant {
  return {
    token,
    callId,
    permissions: {
      role: (permissions && participantRole.toWord(permissions.role)) ?? 'LISTENER',
      canSubscribe: permissions?.canSubscribe ?? false,
      publishSources: toWords(trackSource, permissions?.publishSources ?? []),
      canPublishData: permissions?.canPublishData ?? false,
      hidden: permissions?.hidden ?? false,
    },
    expiresAt: instant(expiresAt),
  };
}

export function inviteJson(invite: callV1.GetInviteResponse): Invite {
  return {
    callId: invite.callId,
    title: invite.title,
    hostName: invite.hostName,
    participantCount: invite.participantCount,
    role: participantRole.toWord(invite.role) ?? 'LISTENER',
    expiresAt: instant(invite.expiresAt),
    locked: invite.locked,
    full: invite.full,
    endToEndEncrypted: invite.endToEndEncrypted,
  };
}

export function roomJson(room: callV1.Room): Room {
  return {
    id: room.id,
    name: room.name,
    title: room.title,
    access: roomAccess.toWord(room.access) ?? 'MEMBERS',
    ownerId: room.ownerId,
    createdAt: instant(room.createdAt),
    activeCallId: room.activeCallId || null,
    participantCount: room.participantCount,
  };
}

export function mediaConfigurationJson(configuration: callV1.GetMediaConfigurationResponse): MediaConfiguration {
  return {
    codecList: JSON.parse(configuration.codecListJson) as MediaConfiguration['codecList'],
    codecListHash: configuration.codecListHash,
    iceServers: configuration.iceServers.map(iceServerJson),
  };
}

export function iceServerJson({ urls, username, credential }: callV1.IceServer): IceServer {
  return { urls, ...(username === '' ? {} : { username, credential }) };
}
