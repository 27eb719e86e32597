import { callV1 } from '@videocall/contracts';
import { z } from 'zod';
import { findWord } from '../application/messages.js';

// What a message of `videocall.call.v1` must hold; ts-proto's types promise shapes only.

const ROOM_NAME = /^[a-z0-9-]{3,40}$/;

/** A value of a contract's enum, as the domain's word; neither unspecified nor unknown to this version. */
function oneOf<Enum extends Readonly<Record<string, string>>>(words: Enum) {
  return z.string().transform((value, context) => {
    const word = findWord(words, value);
    if (word !== undefined) return word;
    context.addIssue({ code: 'custom', message: 'is not specified, or not known here' });
    return z.NEVER;
  });
}

/** The same where it may be left unspecified. */
function optionalOneOf<Enum extends Readonly<Record<string, string>>>(words: Enum) {
  return z.string().transform((value) => findWord(words, value));
}

const id = z.string().min(1).max(64);
const requestId = z.string().min(1).max(64);
/** No control characters; they have no place in what is shown in one line. */
const line = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .regex(/^\P{Cc}*$/u, 'must not have control characters');
const token = z.string().max(4_096);
const page = z.number().int().min(0);

const ofCall = { requestId, callId: id };
const ofParticipant = { ...ofCall, participantId: id };

export const startCall = z
  .object({
    requestId,
    title: line(120),
    roomId: z.string().max(64),
    maxParticipants: z
      .number()
      .int()
      .refine((count) => count === 0 || (count >= 2 && count <= 100), 'must be 0 or 2..100'),
    endToEndEncrypted: z.boolean(),
  })
  .refine(({ roomId, endToEndEncrypted }) => roomId === '' || !endToEndEncrypted, {
    path: ['endToEndEncrypted'],
    message: 'is not for calls of rooms',
  });

export const joinCall = z
  .object({
    requestId,
    grant: token,
    resumeToken: token,
    rtpCapabilitiesJson: z.string().max(64 * 1024),
    codecListHash: z.string().max(64),
    sendProfile: optionalOneOf(callV1.QualityProfile).transform((profile) => profile ?? 'AUTO'),
    receiveProfile: optionalOneOf(callV1.QualityProfile).transform((profile) => profile ?? 'AUTO'),
    displayName: line(64),
  })
  .refine(({ grant, resumeToken }) => grant !== '' || resumeToken !== '', {
    path: ['grant'],
    message: 'is needed where there is no resume token',
  });

export const leaveCall = z.object(ofParticipant);
export const endCall = z.object(ofCall);
export const getCallStatus = z.object({ callId: id });

export const issueGrant = z
  .object({ callId: z.string().max(64), inviteCode: z.string().max(64) })
  .refine(({ callId, inviteCode }) => callId !== '' || inviteCode !== '', {
    path: ['callId'],
    message: 'is needed where there is no invite',
  });
export const resumeParticipant = z.object({ resumeToken: token.min(1) });
export const getPeerAccess = z.object({ callId: id, participantId: id });
export const listCalls = z.object({ pageSize: page.max(100), pageToken: z.string().max(256) });

export const createInvite = z.object({
  ...ofCall,
  role: oneOf(callV1.ParticipantRole).refine((role) => role !== 'HOST', 'must be SPEAKER or LISTENER'),
  validForSeconds: z
    .number()
    .int()
    .transform((seconds) => (seconds === 0 ? 86_400 : seconds))
    .pipe(z.number().min(60).max(2_592_000)),
});
export const revokeInvite = z.object({ ...ofCall, code: z.string().min(1).max(64) });
export const getInvite = z.object({ code: z.string().min(1).max(64) });

export const muteParticipant = z.object({ ...ofParticipant, source: oneOf(callV1.TrackSource), muted: z.boolean() });
export const askToUnmute = z.object({ ...ofParticipant, source: oneOf(callV1.TrackSource) });
export const removeParticipant = z.object(ofParticipant);
export const setParticipantRole = z.object({ ...ofParticipant, role: oneOf(callV1.ParticipantRole) });
export const setCallLocked = z.object({ ...ofCall, locked: z.boolean() });

export const startRecording = z.object(ofCall);
export const stopRecording = z.object(ofCall);
export const ofRecording = z.object({ recordingId: id });
export const reportCapture = z.object({ recordingId: id, capturing: z.boolean() });

export const acquireScreenShare = z.object(ofParticipant);
export const releaseScreenShare = z.object(ofParticipant);
export const setQualityProfile = z.object({
  ...ofParticipant,
  sendProfile: optionalOneOf(callV1.QualityProfile),
  receiveProfile: optionalOneOf(callV1.QualityProfile),
});
export const setHandRaised = z.object({ ...ofParticipant, raised: z.boolean() });
export const sendChatMessage = z.object({ ...ofParticipant, text: z.string().trim().min(1).max(4_000) });
export const listChatMessages = z.object({ callId: id, afterMessageId: z.string().max(64), pageSize: page.max(200) });

const roomName = z.string().regex(ROOM_NAME, 'must be 3..40 of a-z, 0-9 and -');
export const createRoom = z.object({ requestId, name: roomName, title: line(120), access: oneOf(callV1.RoomAccess) });
export const getRoom = z.object({ name: z.string().max(64) });
export const deleteRoom = z.object({ requestId, name: z.string().max(64) });
export const enterRoom = z.object({ requestId, name: z.string().max(64) });

export const listAttendances = z.object({ callIds: z.array(id).max(500) });

export const announceMaintenance = z.object({
  requestId,
  startsAt: z.date().optional(),
  durationSeconds: z.number().int().min(60).max(86_400),
  textEn: line(500),
  textJa: line(500),
});
export const endMaintenance = z.object({ requestId });
