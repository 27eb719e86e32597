import type { Call, MediaNode } from './call.js';
import { holdsPlace, type Participant } from './participant.js';
import { after, SCREEN_LOST_MS, type CallRules } from './rules.js';
import { releaseScreenShare } from './screen-share.js';

type Grace = Pick<CallRules, 'reconnectGraceMs'>;

/** The participant's media or signalling is lost: the place is kept for a while. */
export function connectionLost(call: Call, participant: Participant, { reconnectGraceMs }: Grace): void {
  if (participant.state !== 'JOINED') return;
  const updated = call.updateParticipant(participant.id, {
    state: 'RECONNECTING',
    deadline: after(call.now, reconnectGraceMs),
  });
  if (call.data.screenSharerId === participant.id) call.update({ screenDeadline: after(call.now, SCREEN_LOST_MS) });
  call.tellUpdated(updated);
}

/** The participant's media flows (again). */
export function connectionBack(call: Call, participant: Participant): void {
  if (participant.state !== 'RECONNECTING' || participant.mediaLost) return;
  const updated = call.updateParticipant(participant.id, { state: 'JOINED', deadline: null });
  if (call.data.screenSharerId === participant.id) call.update({ screenDeadline: null });
  call.tellUpdated(updated);
}

/** The sfu-node holds the peer no longer: its participant must join anew within the grace. */
export function peerGone(call: Call, participant: Participant, grace: Grace): void {
  if (!holdsPlace(participant) || participant.mediaLost) return;
  call.updateParticipant(participant.id, { mediaLost: true });
  releaseScreenShare(call, call.participant(participant.id));
  connectionLost(call, call.participant(participant.id), grace);
}

/**
 * What a node's process held of the call is gone, with the router or the process: those whose peers were there are told to
 * enter anew. Others may be on another node already.
 */
export function callMediaLost(call: Call, lost: MediaNode, grace: Grace): void {
  for (const participant of call.present) {
    if (participant.mediaLost || !isAt(call.placeOf(participant), lost)) continue;
    peerGone(call, participant, grace);
    call.tell({ type: 'PEER_LOST', participantId: participant.id, peerId: participant.peerId }, participant.id);
  }
  if (isAt(call.place, lost)) call.update({ mediaLost: true });
}

export function isAt(place: MediaNode | undefined, node: MediaNode): boolean {
  return place?.nodeId === node.nodeId && place.bootId === node.bootId;
}
