import type { Notification } from '@videocall/signalling';
import type { Notice } from '../state/active-call-state.js';
import type { CallFacts } from '../state/call-facts.js';

/** What a person is to be told once about a fact of the call, if anything. */
export function noticeOf(notification: Notification, before: CallFacts, selfId: string): Notice | undefined {
  const { body } = notification;
  switch (body.type) {
    case 'participantJoined': {
      const { id, displayName } = body.participant;
      if (id === selfId || isInside(before, id)) return undefined;
      return { type: 'PARTICIPANT_JOINED', participantId: id, displayName };
    }
    case 'participantLeft': {
      const participant = before.participants.get(body.participantId);
      if (!participant || body.participantId === selfId) return undefined;
      return {
        type: 'PARTICIPANT_LEFT',
        participantId: participant.id,
        displayName: participant.displayName,
        reason: body.reason,
      };
    }
    case 'participantMuted':
      if (body.participantId !== selfId) return undefined;
      return {
        type: body.muted ? 'MUTED_BY_HOST' : 'UNMUTE_ALLOWED',
        byParticipantId: body.byParticipantId,
        source: body.source,
      };
    case 'unmuteAsked':
      return { type: 'UNMUTE_ASKED', byParticipantId: body.byParticipantId, source: body.source };
    default:
      return undefined;
  }
}

function isInside(facts: CallFacts, participantId: string): boolean {
  const state = facts.participants.get(participantId)?.state;
  return state === 'JOINED' || state === 'RECONNECTING';
}
