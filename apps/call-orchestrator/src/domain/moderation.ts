import { Refusal } from '@videocall/errors';
import { insideAs } from './admission.js';
import type { Call } from './call.js';
import type { Caller } from './caller.js';
import { chooseHost, leave } from './departure.js';
import { isInside, type Participant } from './participant.js';
import { sourcesOf } from './permissions.js';
import { releaseScreenShare } from './screen-share.js';
import type { ParticipantRole, TrackSource } from './vocabulary.js';

/** @throws Refusal CALL_ENDED, HOST_ONLY: also for the creator outside, whom others could not see to be the one who does it. */
export function requireHostInside(call: Call, caller: Caller): Participant {
  const host = requireHost(call, caller);
  if (host === null) throw new Refusal('HOST_ONLY');
  return host;
}

/**
 * A host is who is inside as one, or who created the call and is outside now.
 *
 * @returns the host's participant; null for the creator outside.
 * @throws Refusal CALL_ENDED, HOST_ONLY
 */
export function requireHost(call: Call, caller: Caller): Participant | null {
  call.requireOpen();
  const inside = insideAs(call, caller.identityId);
  if (inside?.role === 'HOST') return inside;
  if (inside === undefined && isCreator(call, caller)) return null;
  throw new Refusal('HOST_ONLY');
}

/** Whether the caller created the call and was not removed from it. */
export function isCreator(call: Call, { identityId }: Caller): boolean {
  const removed = call.participants.some((own) => own.identityId === identityId && own.leaveReason === 'REMOVED');
  return call.data.createdBy === identityId && !removed;
}

/** @throws Refusal PARTICIPANT_NOT_FOUND for one who is not inside. */
export function requireInside(call: Call, participantId: string): Participant {
  const participant = call.participant(participantId);
  if (!isInside(participant)) throw new Refusal('PARTICIPANT_NOT_FOUND');
  return participant;
}

/**
 * The caller's own participant.
 *
 * @throws Refusal PARTICIPANT_NOT_FOUND, PARTICIPANT_FOREIGN
 */
export function requireOwn(call: Call, caller: Caller, participantId: string): Participant {
  const participant = call.participant(participantId);
  if (participant.identityId !== caller.identityId) throw new Refusal('PARTICIPANT_FOREIGN');
  return participant;
}

/**
 * The caller's own participant, inside.
 *
 * @throws Refusal CALL_ENDED, PARTICIPANT_NOT_FOUND, PARTICIPANT_FOREIGN
 */
export function requireOwnInside(call: Call, caller: Caller, participantId: string): Participant {
  call.requireOpen();
  const own = requireOwn(call, caller, participantId);
  if (!isInside(own)) throw new Refusal('PARTICIPANT_NOT_FOUND');
  return own;
}

/** @throws Refusal DATA_NOT_ALLOWED */
export function requireData(participant: Participant): Participant {
  if (!participant.canPublishData) throw new Refusal('DATA_NOT_ALLOWED');
  return participant;
}

/** Mutes a source of a participant, or allows it again; nobody unmutes another. */
export function mute(
  call: Call,
  host: Participant,
  target: Participant,
  source: TrackSource,
  muted: boolean,
): Participant {
  if (target.mutedByHost.includes(source) === muted) return target;
  const mutedByHost = muted ? [...target.mutedByHost, source] : target.mutedByHost.filter((other) => other !== source);
  const updated = call.updatePolicy(target.id, { mutedByHost });
  call.tell({ type: 'PARTICIPANT_MUTED', participantId: target.id, byParticipantId: host.id, source, muted });
  return updated;
}

/** Asks a participant to unmute; a source that a host muted is allowed again by that. */
export function askToUnmute(call: Call, host: Participant, target: Participant, source: TrackSource): void {
  mute(call, host, target, source, false);
  call.tell({ type: 'UNMUTE_ASKED', byParticipantId: host.id, source }, target.id);
}

/** Takes a participant out and keeps the identity out of this call. */
export function remove(call: Call, target: Participant): void {
  leave(call, target, 'REMOVED');
}

export function setRole(call: Call, target: Participant, role: ParticipantRole): Participant {
  if (target.role === role) return target;
  if (role === 'LISTENER') releaseScreenShare(call, target);
  const updated = call.updatePolicy(target.id, { role, roleDecided: true, sources: sourcesOf(role) });
  call.tellUpdated(updated);
  if (target.role === 'HOST') chooseHost(call);
  return call.participant(target.id);
}

export function setLocked(call: Call, locked: boolean): void {
  if (call.data.locked === locked) return;
  call.update({ locked });
  call.tell({ type: 'CALL_LOCKED', locked });
}
