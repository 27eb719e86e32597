import type { Notification } from '@videocall/signalling';
import fc from 'fast-check';
import { call, joined, media, participant, track } from '../call/loopback-gateway.spec.support.js';
import { CallModel } from './call-model.js';

type CallNotification = Extract<Notification, { plane: 'call' }>;

const quiet = { changed: () => undefined, applied: () => undefined, snapshotNeeded: () => undefined };

function model(): CallModel {
  const start = joined({ call: call(1, [participant('part_me')]) });
  const started = new CallModel(start, quiet);
  started.take(start);
  return started;
}

const person = fc.constantFrom('part_a', 'part_b', 'part_c');
const body: fc.Arbitrary<CallNotification['body']> = fc.oneof(
  person.map((id) => ({ type: 'participantJoined' as const, participant: participant(id) })),
  person.map((id) => ({ type: 'participantLeft' as const, participantId: id, reason: 'LEFT' as const })),
  fc.tuple(person, fc.boolean()).map(([id, muted]) => ({
    type: 'participantMuted' as const,
    participantId: id,
    byParticipantId: 'part_me',
    source: 'CAMERA' as const,
    muted,
  })),
  fc.boolean().map((locked) => ({ type: 'callLocked' as const, locked })),
  fc.option(person).map((participantId) => ({ type: 'screenShareChanged' as const, participantId })),
  fc.nat(5).map((n) => ({
    type: 'chatMessage' as const,
    message: {
      id: `msg_${n}`,
      participantId: 'part_a',
      displayName: 'A',
      text: 'x',
      sentAt: '2026-11-22T10:00:00.000Z',
    },
  })),
  fc.constant({ type: 'callRevisionOnly' as const }),
);

/** A stream of facts, and how it reaches the client: some lost, some twice, some late. */
const journey = fc.array(body, { minLength: 1, maxLength: 25 }).chain((bodies) =>
  fc.record({
    facts: fc.constant(
      bodies.map((one, index): CallNotification => ({ plane: 'call', revision: index + 2, body: one })),
    ),
    arriving: fc.array(fc.nat(bodies.length - 1), { maxLength: 60 }),
    snapshotAt: fc.nat(bodies.length - 1),
  }),
);

describe('CallModel', () => {
  it('knows the same after losses, repetitions and disorder, once a snapshot has come, as without them', () => {
    fc.assert(
      fc.property(journey, ({ facts, arriving, snapshotAt }) => {
        const perfect = model();
        const atSnapshot = model();
        for (const fact of facts) perfect.accept(fact);
        for (const fact of facts.slice(0, snapshotAt + 1)) atSnapshot.accept(fact);
        const troubled = model();
        for (const index of arriving) {
          const fact = facts[index];
          if (fact) troubled.accept(fact);
        }
        const known = atSnapshot.facts;
        troubled.take({
          call: { ...known.call, participants: [...known.participants.values()] },
          media: media(1),
          chat: known.chat,
        });
        for (const fact of facts.slice(snapshotAt + 1)) troubled.accept(fact);
        expect(troubled.facts.call).toEqual(perfect.facts.call);
        expect(troubled.facts.participants).toEqual(perfect.facts.participants);
        expect(troubled.facts.chat).toEqual(perfect.facts.chat);
        expect(troubled.gap).toBe(false);
      }),
    );
  });

  it('counts the call and its media apart', () => {
    const known = model();
    known.accept({ plane: 'media', revision: 2, body: { type: 'trackPublished', track: track('trk_1', 'part_me') } });
    known.accept({ plane: 'call', revision: 2, body: { type: 'callLocked', locked: true } });
    expect(known.facts.call.locked).toBe(true);
    expect([...known.facts.tracks.keys()]).toEqual(['trk_1']);
  });

  it('passes over facts of a kind that only a newer server knows', () => {
    const known = model();
    known.accept({
      plane: 'call',
      revision: 2,
      body: { type: 'balloonsReleased' },
    } as unknown as Notification as CallNotification);
    known.accept({ plane: 'call', revision: 3, body: { type: 'callLocked', locked: true } });
    expect(known.facts.call).toMatchObject({ revision: 3, locked: true });
  });
});
