import { Refusal } from '@videocall/errors';
import type { Call, MediaNode } from './call.js';
import type { Caller } from './caller.js';
import { leave } from './departure.js';
import { newId, type PeerId } from './ids.js';
import { isInside, type Participant } from './participant.js';
import { sourcesOf, type Permissions } from './permissions.js';
import { isAt } from './media-health.js';
import { hasMedia } from './placement.js';
import { after, MOVE_OVERLAP_MS, type CallRules } from './rules.js';
import { releaseScreenShare } from './screen-share.js';
import type { QualityProfile } from './vocabulary.js';

const RETRY_MS = 1_000;

export interface Entrance {
  /** Where the peer is to be opened. */
  readonly node: MediaNode;
  readonly caller: Caller;
  readonly permissions: Permissions;
  readonly displayName: string;
  readonly sendProfile: QualityProfile;
  readonly receiveProfile: QualityProfile;
  /** People in all calls together, without the caller. */
  readonly otherUsers: number;
}

/**
 * Whether an identity may enter the call now, limits aside.
 *
 * @throws Refusal CALL_ENDED, PARTICIPANT_REMOVED, CALL_LOCKED
 */
export function requireAdmissible(call: Call, identityId: string, permissions: Pick<Permissions, 'role'>): void {
  call.requireOpen();
  const own = call.participants.filter((participant) => participant.identityId === identityId);
  if (own.some(({ leaveReason }) => leaveReason === 'REMOVED')) throw new Refusal('PARTICIPANT_REMOVED');
  const wasInside = own.some(({ joinedAt }) => joinedAt !== null);
  // The lock keeps out who is new; who was inside may come back.
  if (call.data.locked && !wasInside && permissions.role !== 'HOST') throw new Refusal('CALL_LOCKED');
}

/**
 * Reserves a place: the participant is JOINING until media is open. Whoever enters again keeps the role given in the call
 * and what a host muted.
 *
 * @throws Refusal CALL_ENDED, PARTICIPANT_REMOVED, CALL_LOCKED, CALL_FULL, USER_LIMIT
 */
export function reserve(call: Call, entrance: Entrance, rules: CallRules): Participant {
  const { caller, permissions } = entrance;
  requireAdmissible(call, caller.identityId, permissions);
  requireRoom(call, entrance, rules);
  const own = call.participants.filter(({ identityId }) => identityId === caller.identityId);
  // An attempt to join that has not finished gives way to the new one.
  for (const attempt of own.filter(({ state }) => state === 'JOINING')) leave(call, attempt, 'REPLACED');
  const earlier = own
    .filter(({ joinedAt }) => joinedAt !== null)
    .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())[0];
  const role = earlier?.roleDecided ? earlier.role : permissions.role;
  const participant: Participant = {
    id: newId('part'),
    identityId: caller.identityId,
    identityKind: caller.kind,
    displayName: entrance.displayName,
    role,
    roleDecided: earlier?.roleDecided ?? false,
    sources: role === permissions.role ? permissions.sources : sourcesOf(role),
    canSubscribe: permissions.canSubscribe,
    canPublishData: permissions.canPublishData,
    hidden: permissions.hidden,
    state: 'JOINING',
    createdAt: call.now,
    joinedAt: null,
    leftAt: null,
    leaveReason: null,
    deadline: after(call.now, rules.joinDeadlineMs),
    handRaisedAt: null,
    mutedByHost: earlier?.mutedByHost ?? [],
    sendProfile: entrance.sendProfile,
    receiveProfile: entrance.receiveProfile,
    peerId: newId('peer'),
    ...entrance.node,
    mediaLost: false,
    policyVersion: 1,
    policyConfirmedVersion: 0,
  };
  call.add(participant);
  return participant;
}

/**
 * Goes on with a join that was begun with the same request id: the same participant, whose place is reserved again if it
 * was given up meanwhile.
 *
 * @throws Refusal as `reserve`; PARTICIPANT_LEFT, MEDIA_LOST
 */
export function continueJoin(call: Call, participant: Participant, entrance: Entrance, rules: CallRules): Participant {
  if (participant.state === 'LEFT' && participant.leaveReason === 'JOIN_ABANDONED') {
    requireAdmissible(call, participant.identityId, participant);
    requireRoom(call, entrance, rules);
    return call.updateParticipant(participant.id, {
      state: 'JOINING',
      leftAt: null,
      leaveReason: null,
      deadline: after(call.now, rules.joinDeadlineMs),
      mediaLost: false,
      policyConfirmedVersion: 0,
      // The old one is being closed, so its id must not open another.
      peerId: newId('peer'),
      ...entrance.node,
    });
  }
  requireMedia(participant);
  if (participant.state !== 'JOINING') return participant;
  return call.updateParticipant(participant.id, { deadline: after(call.now, rules.joinDeadlineMs) });
}

/** What an sfu-node opened. */
export interface OpenedPeer {
  readonly peerId: PeerId;
  /** The process that holds it. */
  readonly bootId: string;
  /** The policy that it enforces. */
  readonly policyVersion: number;
}

/**
 * Media is open: the participant is inside, and an earlier participant of the same identity is replaced. Nothing changes
 * for one who is inside already.
 *
 * @throws Refusal CALL_ENDED, PARTICIPANT_REMOVED, PARTICIPANT_LEFT, MEDIA_LOST; NO_MEDIA_NODE when it took longer than the
 *   place was kept, so that asking again may succeed
 */
export function confirmJoin(call: Call, participant: Participant, opened: OpenedPeer): Participant {
  call.requireOpen();
  if (participant.leaveReason === 'JOIN_ABANDONED') throw new Refusal('NO_MEDIA_NODE', { retryAfterMs: RETRY_MS });
  requireMedia(participant);
  const isAsReserved = call.placeOf(participant)?.bootId === opened.bootId && participant.peerId === opened.peerId;
  if (!isAsReserved) throw new Refusal('MEDIA_LOST');
  if (participant.policyConfirmedVersion > 0) return participant;
  const joined = call.updateParticipant(participant.id, {
    state: 'JOINED',
    joinedAt: participant.joinedAt ?? call.now,
    deadline: null,
    policyConfirmedVersion: opened.policyVersion,
  });
  call.update({ state: 'ACTIVE', deadline: null, mediaLost: false });
  if (participant.joinedAt !== null) {
    // One who moves to another node was inside all the time.
    if (participant.state !== 'JOINED') call.tellUpdated(joined);
  } else if (!joined.hidden) call.tell({ type: 'PARTICIPANT_JOINED', participant: joined });
  for (const earlier of call.present) {
    if (earlier.identityId === joined.identityId && earlier.id !== joined.id) leave(call, earlier, 'REPLACED');
  }
  return joined;
}

/** How a participant enters again. */
export interface Reentry {
  /** Where the new peer is to be opened. */
  readonly node: MediaNode;
  /** The device can hold its media on two nodes at a time. */
  readonly overlaps: boolean;
}

/**
 * The participant's device enters again: because it lost its media state (page reload, lost media server), or because the
 * call moves to another node. A new peer takes the old one's place, under the same participant.
 *
 * @throws Refusal CALL_ENDED, PARTICIPANT_REMOVED, PARTICIPANT_LEFT
 */
export function rejoin(
  call: Call,
  participant: Participant,
  reentry: Reentry,
  rules: Pick<CallRules, 'reconnectGraceMs'>,
): Participant {
  call.requireOpen();
  requireMedia({ ...participant, mediaLost: false });
  const deadline = after(call.now, rules.reconnectGraceMs);
  const newPeer = { peerId: newId('peer'), ...reentry.node, mediaLost: false, policyConfirmedVersion: 0, deadline };
  if (moves(call, participant, reentry)) {
    // To the others nothing happens: what is shared and sent goes on until the new peer has taken it over.
    call.closePeer(participant, 'REPLACED', after(call.now, MOVE_OVERLAP_MS));
    return call.updatePolicy(participant.id, newPeer);
  }
  releaseScreenShare(call, participant);
  call.closePeer(participant, 'REPLACED');
  const state = participant.state === 'JOINING' ? 'JOINING' : 'RECONNECTING';
  const updated = call.updatePolicy(participant.id, { ...newPeer, state });
  if (participant.state === 'JOINED') call.tellUpdated(updated);
  return updated;
}

/** Whether the participant's media goes on elsewhere while the new peer is opened (make before break). */
function moves(call: Call, participant: Participant, { node, overlaps }: Reentry): boolean {
  const place = call.placeOf(participant);
  const isElsewhere = place !== undefined && !isAt(place, node);
  return overlaps && isElsewhere && participant.state === 'JOINED' && hasMedia(participant);
}

/** Refuses what can no longer be done for a participant who left or whose peer is gone. */
export function requireMedia(participant: Participant): void {
  if (participant.leaveReason === 'REMOVED') throw new Refusal('PARTICIPANT_REMOVED');
  if (participant.state === 'LEFT') {
    throw new Refusal('PARTICIPANT_LEFT', { details: { leaveReason: participant.leaveReason } });
  }
  if (participant.mediaLost) throw new Refusal('MEDIA_LOST');
}

/** @throws Refusal CALL_FULL, USER_LIMIT */
function requireRoom(call: Call, { caller, otherUsers }: Entrance, { maxUsers }: CallRules): void {
  const others = new Set(call.present.map(({ identityId }) => identityId));
  others.delete(caller.identityId);
  if (others.size >= call.data.maxParticipants) throw new Refusal('CALL_FULL');
  if (otherUsers >= maxUsers) throw new Refusal('USER_LIMIT');
}

/** Whether the identity is inside the call at present. */
export function insideAs(call: Call, identityId: string): Participant | undefined {
  return call.participants.find((participant) => participant.identityId === identityId && isInside(participant));
}
