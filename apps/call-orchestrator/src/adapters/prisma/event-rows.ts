import type { eventsV1 } from '@videocall/contracts';
import { CALL_EVENTS } from '@videocall/events';
import { outboxRow, type OutboxRow } from '@videocall/platform-database';
import { callV1 } from '@videocall/contracts';
import {
  callMessage,
  chatMessageMessage,
  participantMessage,
  recordingMessage,
  sourceMessage,
} from '../../application/messages.js';
import type { Call } from '../../domain/call.js';
import type { CallFact } from '../../domain/facts.js';
import { newId } from '../../domain/ids.js';

/** The facts told of a call, as rows of the outbox. */
export function eventRows(call: Call): OutboxRow[] {
  return call.changes.told.map(({ fact, revision, actorId, onlyParticipantId }) => {
    const event: eventsV1.CallEvent = {
      id: newId('evt'),
      occurredAt: call.now,
      callId: call.data.id,
      revision,
      actorId: actorId ?? '',
      onlyParticipantId: onlyParticipantId ?? '',
      fact: factMessage(call, fact),
    };
    return outboxRow(CALL_EVENTS, event, call.data.id, revision);
  });
}

function factMessage(call: Call, fact: CallFact): eventsV1.CallEvent['fact'] {
  switch (fact.type) {
    case 'CALL_STARTED':
      return { $case: 'callStarted', value: { call: callMessage(call) } };
    case 'CALL_ENDED':
      return {
        $case: 'callEnded',
        value: { reason: callV1.CallEndReason[fact.reason], durationSeconds: fact.durationSeconds },
      };
    case 'PARTICIPANT_JOINED':
      return { $case: 'participantJoined', value: { participant: participantMessage(fact.participant) } };
    case 'PARTICIPANT_UPDATED':
      return { $case: 'participantUpdated', value: { participant: participantMessage(fact.participant) } };
    case 'PARTICIPANT_LEFT': {
      const { participantId, identityId, reason } = fact;
      return { $case: 'participantLeft', value: { participantId, identityId, reason: callV1.LeaveReason[reason] } };
    }
    case 'CALL_LOCKED':
      return { $case: 'callLocked', value: { locked: fact.locked } };
    case 'SCREEN_SHARE_CHANGED':
      return { $case: 'screenShareChanged', value: { participantId: fact.participantId ?? '' } };
    case 'RECORDING_CHANGED': {
      const recording = fact.recording ? recordingMessage(fact.recording) : undefined;
      return { $case: 'recordingChanged', value: { recording } };
    }
    case 'CHAT_MESSAGE_SENT':
      return { $case: 'chatMessageSent', value: { message: chatMessageMessage(fact.message) } };
    case 'UNMUTE_ASKED':
      return {
        $case: 'unmuteAsked',
        value: { byParticipantId: fact.byParticipantId, source: sourceMessage(fact.source) },
      };
    case 'PEER_LOST':
      return { $case: 'peerLost', value: { participantId: fact.participantId, peerId: fact.peerId } };
    case 'PARTICIPANT_MUTED': {
      const { participantId, byParticipantId, source, muted } = fact;
      return {
        $case: 'participantMuted',
        value: { participantId, byParticipantId, source: sourceMessage(source), muted },
      };
    }
  }
}
