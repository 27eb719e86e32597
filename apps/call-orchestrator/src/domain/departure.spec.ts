import { aCall, aParticipant, NOW, told } from '../testing/domain-builders.js';
import { endCall, endIfAbandoned, leave, removeOverdue } from './departure.js';
import { after, EMPTY_CALL_GRACE_MS } from './rules.js';

describe('leave', () => {
  it('hands the host’s role to the registered user who has been speaking longest', () => {
    const host = aParticipant({ role: 'HOST' });
    const guest = aParticipant({ identityKind: 'GUEST', joinedAt: after(NOW, -9_000) });
    const listener = aParticipant({ role: 'LISTENER', joinedAt: after(NOW, -8_000) });
    const lost = aParticipant({ state: 'RECONNECTING', joinedAt: after(NOW, -7_000) });
    const heir = aParticipant({ joinedAt: after(NOW, -6_000) });
    const later = aParticipant({ joinedAt: after(NOW, -5_000) });
    const call = aCall([host, later, guest, listener, lost, heir]);
    leave(call, host, 'LEFT');
    expect(call.present.filter(({ role }) => role === 'HOST').map(({ id }) => id)).toEqual([heir.id]);
    expect(call.participant(heir.id).roleDecided).toBe(true);
    expect(told(call)).toEqual(['PARTICIPANT_LEFT', 'PARTICIPANT_UPDATED']);
  });

  it('leaves the role where another host is, and with nobody where only guests are', () => {
    const host = aParticipant({ role: 'HOST' });
    const two = aCall([host, aParticipant({ role: 'HOST' }), aParticipant()]);
    leave(two, host, 'LEFT');
    expect(told(two)).toEqual(['PARTICIPANT_LEFT']);
    const guests = aCall([host, aParticipant({ identityKind: 'GUEST' })]);
    leave(guests, host, 'LEFT');
    expect(guests.present.map(({ role }) => role)).toEqual(['SPEAKER']);
  });

  it('ends what only a participant has: screen share, hand, peer', () => {
    const sharer = aParticipant({ handRaisedAt: NOW });
    const call = aCall([sharer, aParticipant()], { screenSharerId: sharer.id });
    leave(call, sharer, 'CONNECTION_LOST');
    expect(call.participant(sharer.id)).toMatchObject({ state: 'LEFT', leftAt: NOW, handRaisedAt: null });
    expect(call.changes.closing).toMatchObject([{ peerId: sharer.peerId, reason: 'CONNECTION_LOST' }]);
    expect(told(call)).toEqual(['SCREEN_SHARE_CHANGED', 'PARTICIPANT_LEFT']);
  });

  it('of the last one gives the call a while', () => {
    const last = aParticipant();
    const call = aCall([last]);
    leave(call, last, 'LEFT');
    expect(call.data).toMatchObject({ state: 'ACTIVE', deadline: after(NOW, EMPTY_CALL_GRACE_MS) });
  });

  it('of one who has left changes nothing', () => {
    const gone = aParticipant({ state: 'LEFT', leaveReason: 'REMOVED' });
    const call = aCall([gone]);
    leave(call, gone, 'LEFT');
    expect(call.changes).toMatchObject({ call: null, changed: [], told: [] });
  });
});

describe('endCall', () => {
  it('takes everybody out with one fact, and closes media where there is any', () => {
    const call = aCall([aParticipant(), aParticipant({ state: 'JOINING', joinedAt: null })], {}, after(NOW, 65_000));
    endCall(call, 'ENDED_BY_HOST');
    expect(call.data).toMatchObject({ state: 'ENDING', endReason: 'ENDED_BY_HOST', endedAt: call.now });
    expect(call.present).toEqual([]);
    expect(call.changes.told.map(({ fact }) => fact)).toEqual([
      { type: 'CALL_ENDED', reason: 'ENDED_BY_HOST', durationSeconds: 65 },
    ]);
    endCall(call, 'ADMINISTRATOR');
    expect(call.data.endReason).toBe('ENDED_BY_HOST');
  });

  it('is done at once where no media was ever placed', () => {
    const call = aCall([], { state: 'STARTING', nodeId: null, bootId: null });
    endCall(call, 'NOBODY_JOINED');
    expect(call.data.state).toBe('ENDED');
  });
});

describe('endIfAbandoned', () => {
  it.each([
    ['STARTING', false, 'NOBODY_JOINED'],
    ['ACTIVE', false, 'EVERYBODY_LEFT'],
    ['ACTIVE', true, 'MEDIA_LOST'],
  ] as const)('ends a call that is %s (media lost: %s) with %s', (state, mediaLost, reason) => {
    const call = aCall([], { state, mediaLost, deadline: NOW });
    endIfAbandoned(call);
    expect(call.data.endReason).toBe(reason);
    expect(call.data.state).toBe(mediaLost ? 'FAILED' : 'ENDING');
  });

  it('waits for somebody who is entering at this moment, and for the deadline', () => {
    const entering = aCall([aParticipant({ state: 'JOINING' })], { deadline: NOW });
    endIfAbandoned(entering);
    expect(entering.data).toMatchObject({ state: 'ACTIVE', deadline: after(NOW, EMPTY_CALL_GRACE_MS) });
    const early = aCall([], { deadline: after(NOW, 1) });
    endIfAbandoned(early);
    expect(early.data.state).toBe('ACTIVE');
  });
});

describe('removeOverdue', () => {
  it('tells of who was inside only, and leaves who is in time', () => {
    const call = aCall([
      aParticipant({ state: 'JOINING', joinedAt: null, deadline: NOW }),
      aParticipant({ state: 'RECONNECTING', deadline: NOW }),
      aParticipant({ state: 'RECONNECTING', deadline: after(NOW, 1) }),
      aParticipant(),
    ]);
    removeOverdue(call);
    expect(call.participants.map(({ leaveReason }) => leaveReason)).toEqual([
      'JOIN_ABANDONED',
      'CONNECTION_LOST',
      null,
      null,
    ]);
    expect(told(call)).toEqual(['PARTICIPANT_LEFT']);
  });
});
