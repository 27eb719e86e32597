import type { Call } from './call.js';
import { holdsPlace, type Participant } from './participant.js';
import { stragglers } from './placement.js';
import { stopRecording } from './recording.js';
import { after, EMPTY_CALL_GRACE_MS } from './rules.js';
import { releaseScreenShare } from './screen-share.js';
import { isOpen, type CallEndReason, type LeaveReason } from './vocabulary.js';

/** Takes a participant out of the call. Nothing changes for one who has left. */
export function leave(call: Call, participant: Participant, reason: LeaveReason): void {
  if (!holdsPlace(participant)) return;
  releaseScreenShare(call, participant);
  call.closePeer(participant, reason);
  const wasInside = participant.state !== 'JOINING';
  call.updateParticipant(participant.id, {
    state: 'LEFT',
    leftAt: call.now,
    leaveReason: reason,
    deadline: null,
    handRaisedAt: null,
  });
  if (wasInside && !participant.hidden) {
    call.tell({ type: 'PARTICIPANT_LEFT', participantId: participant.id, identityId: participant.identityId, reason });
  }
  if (participant.role === 'HOST') chooseHost(call);
  if (call.data.state === 'ACTIVE' && call.present.length === 0) {
    call.update({ deadline: after(call.now, EMPTY_CALL_GRACE_MS) });
  }
}

/** When all hosts have left, the registered user who has been speaking longest becomes host. */
export function chooseHost(call: Call): void {
  if (call.present.some(({ role }) => role === 'HOST')) return;
  const [successor] = call.present
    .filter(
      ({ role, identityKind, joinedAt, hidden }) =>
        role === 'SPEAKER' && identityKind === 'USER' && joinedAt && !hidden,
    )
    .sort((a, b) => Number(b.state === 'JOINED') - Number(a.state === 'JOINED') || joined(a) - joined(b));
  if (!successor) return;
  call.tellUpdated(call.updateParticipant(successor.id, { role: 'HOST', roleDecided: true }));
}

/** Ends the call for everybody. Nothing changes for one that has ended. */
export function endCall(call: Call, reason: CallEndReason): void {
  const { data } = call;
  if (!isOpen(data.state)) return;
  stopRecording(call);
  // The node where the call is placed closes it as a whole.
  for (const straggler of stragglers(call)) call.closePeer(straggler, 'CALL_ENDED');
  for (const { id } of call.present) {
    call.updateParticipant(id, { state: 'LEFT', leftAt: call.now, leaveReason: 'CALL_ENDED', deadline: null });
  }
  call.update({
    // A call that was never placed, or whose media is gone, has nothing left to close.
    state: reason === 'MEDIA_LOST' ? 'FAILED' : data.nodeId === null ? 'ENDED' : 'ENDING',
    endReason: reason,
    endedAt: call.now,
    deadline: null,
    screenSharerId: null,
    screenSince: null,
    screenDeadline: null,
  });
  const durationSeconds = Math.round((call.now.getTime() - data.createdAt.getTime()) / 1000);
  call.tell({ type: 'CALL_ENDED', reason, durationSeconds });
}

/** Ends a call that nobody entered, or that everybody left, once its time is up. */
export function endIfAbandoned(call: Call): void {
  const { state, deadline, mediaLost } = call.data;
  if (!isOpen(state) || deadline === null || deadline > call.now) return;
  if (call.present.length > 0) {
    // Somebody is entering at this moment; if that fails, the call is empty again.
    call.update({ deadline: after(call.now, EMPTY_CALL_GRACE_MS) });
    return;
  }
  endCall(call, state === 'STARTING' ? 'NOBODY_JOINED' : mediaLost ? 'MEDIA_LOST' : 'EVERYBODY_LEFT');
}

/** Takes out whoever did not finish joining, or did not come back, in time. */
export function removeOverdue(call: Call): void {
  for (const participant of call.present) {
    if (participant.deadline === null || participant.deadline > call.now) continue;
    leave(call, participant, participant.state === 'JOINING' ? 'JOIN_ABANDONED' : 'CONNECTION_LOST');
  }
}

function joined({ joinedAt }: Participant): number {
  return joinedAt?.getTime() ?? Infinity;
}
