import { callV1, type eventsV1 } from '@videocall/contracts';

import { auditEntryOf } from './record-call-fact.js';

const occurredAt = new Date(Date.UTC(2026, 0, 1));

function event(fact: eventsV1.CallEvent['fact'], onlyParticipantId = ''): eventsV1.CallEvent {
  return { id: 'evt_1', occurredAt, callId: 'call_1', revision: 3, actorId: 'user_host', onlyParticipantId, fact };
}

test.each<[string, eventsV1.CallEvent, object]>([
  [
    'an end with its reason',
    event({ $case: 'callEnded', value: { reason: callV1.CallEndReason.ENDED_BY_HOST, durationSeconds: 60 } }),
    { action: 'CALL_ENDED', subject: 'call_1', result: 'ENDED_BY_HOST' },
  ],
  [
    'a lock',
    event({ $case: 'callLocked', value: { locked: true } }),
    { action: 'CALL_LOCKED', subject: 'call_1', result: 'SUCCESS' },
  ],
  ['an unlock', event({ $case: 'callLocked', value: { locked: false } }), { action: 'CALL_UNLOCKED' }],
  [
    'a removal, with who was removed',
    event({
      $case: 'participantLeft',
      value: { participantId: 'part_2', identityId: 'guest_2', reason: callV1.LeaveReason.REMOVED },
    }),
    { action: 'PARTICIPANT_REMOVED', subject: 'call_1 part_2 guest_2', actorId: 'user_host' },
  ],
  [
    'a mute, with what was muted',
    event({
      $case: 'participantMuted',
      value: { participantId: 'part_2', byParticipantId: 'part_1', source: callV1.TrackSource.MICROPHONE, muted: true },
    }),
    { action: 'PARTICIPANT_MUTED', subject: 'call_1 part_2 MICROPHONE' },
  ],
  [
    'a request to unmute',
    event({ $case: 'unmuteAsked', value: { byParticipantId: 'part_1', source: callV1.TrackSource.CAMERA } }, 'part_2'),
    { action: 'UNMUTE_ASKED', subject: 'call_1 part_2 CAMERA' },
  ],
])('%s is written down', (_, given, expected) => {
  expect(auditEntryOf(given)).toMatchObject({ occurredAt, ...expected });
});

test('somebody who leaves by themselves, and chat, concern nobody else', () => {
  expect(
    auditEntryOf(
      event({
        $case: 'participantLeft',
        value: { participantId: 'part_2', identityId: 'guest_2', reason: callV1.LeaveReason.LEFT },
      }),
    ),
  ).toBeUndefined();
  expect(auditEntryOf(event({ $case: 'chatMessageSent', value: { message: undefined } }))).toBeUndefined();
});
