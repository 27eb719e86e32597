import { Refusal } from '@videocall/errors';
import type { Call } from './call.js';
import type { Participant } from './participant.js';

/**
 * Gives the call's one screen share to a participant (MEDIA-5); nothing changes for the one who holds it.
 *
 * @throws Refusal SCREEN_SHARE_TAKEN (details name the sharer), SOURCE_NOT_ALLOWED
 */
export function acquireScreenShare(call: Call, participant: Participant): void {
  const { screenSharerId } = call.data;
  if (screenSharerId === participant.id) return;
  if (screenSharerId !== null) {
    throw new Refusal('SCREEN_SHARE_TAKEN', { details: { participantId: screenSharerId } });
  }
  if (!participant.sources.includes('SCREEN')) throw new Refusal('SOURCE_NOT_ALLOWED');
  call.update({ screenSharerId: participant.id, screenSince: call.now, screenDeadline: null });
  call.updatePolicy(participant.id);
  call.tell({ type: 'SCREEN_SHARE_CHANGED', participantId: participant.id });
}

/** Ends the participant's screen share; nothing changes where somebody else, or nobody, shares. */
export function releaseScreenShare(call: Call, participant: Participant): void {
  if (call.data.screenSharerId !== participant.id) return;
  call.update({ screenSharerId: null, screenSince: null, screenDeadline: null });
  call.updatePolicy(participant.id);
  call.tell({ type: 'SCREEN_SHARE_CHANGED', participantId: null });
}

/** Ends the screen share whose sharer's connection has been lost for too long. */
export function releaseOverdueScreenShare(call: Call): void {
  const { screenSharerId, screenDeadline } = call.data;
  if (screenSharerId === null || screenDeadline === null || screenDeadline > call.now) return;
  releaseScreenShare(call, call.participant(screenSharerId));
}
