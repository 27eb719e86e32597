import { aCall, aCaller, anEntrance, aParticipant, NOW, PLACE, RULES, told } from '../testing/domain-builders.js';
import { confirmJoin, continueJoin, rejoin, reserve } from './admission.js';
import { permissionsOf } from './permissions.js';
import { after, MOVE_OVERLAP_MS } from './rules.js';

const OPENED = { bootId: 'boot-1', policyVersion: 1 };

describe('reserve', () => {
  it('keeps a place until the deadline, and tells nobody yet', () => {
    const call = aCall();
    const participant = reserve(call, anEntrance(), RULES);
    expect(participant).toMatchObject({ state: 'JOINING', deadline: new Date(NOW.getTime() + 15_000) });
    expect(told(call)).toEqual([]);
    expect(call.changes.added).toEqual([participant]);
  });

  it('refuses when all places are held, by whoever is not quite inside too', () => {
    const held = [
      aParticipant(),
      aParticipant({ state: 'JOINING', joinedAt: null }),
      aParticipant({ state: 'RECONNECTING' }),
    ];
    const call = aCall(held, { maxParticipants: 3 });
    expect(() => reserve(call, anEntrance(), RULES)).toThrow(expect.objectContaining({ reason: 'CALL_FULL' }));
  });

  it('does not count an identity’s own place against it', () => {
    const own = aParticipant({ identityId: 'user_new' });
    const call = aCall([own, aParticipant()], { maxParticipants: 2 });
    expect(reserve(call, anEntrance(), RULES).state).toBe('JOINING');
  });

  it('refuses the user above the server’s limit', () => {
    const entrance = anEntrance({ otherUsers: RULES.maxUsers });
    expect(() => reserve(aCall(), entrance, RULES)).toThrow(expect.objectContaining({ reason: 'USER_LIMIT' }));
  });

  it.each([
    ['CALL_ENDED', aCall([], { state: 'ENDED' })],
    ['CALL_LOCKED', aCall([], { locked: true })],
    ['PARTICIPANT_REMOVED', aCall([aParticipant({ identityId: 'user_new', state: 'LEFT', leaveReason: 'REMOVED' })])],
  ])('refuses with %s', (reason, call) => {
    expect(() => reserve(call, anEntrance(), RULES)).toThrow(expect.objectContaining({ reason }));
  });

  it('lets a host, and who was inside before, into a locked call', () => {
    const before = aParticipant({ identityId: 'user_new', state: 'LEFT', leaveReason: 'CONNECTION_LOST' });
    expect(reserve(aCall([before], { locked: true }), anEntrance(), RULES).state).toBe('JOINING');
    const asHost = anEntrance({ permissions: permissionsOf('HOST') });
    expect(reserve(aCall([], { locked: true }), asHost, RULES).role).toBe('HOST');
  });

  it('keeps what was decided in the call: the role and the mute', () => {
    const before = aParticipant({
      identityId: 'user_new',
      state: 'LEFT',
      leaveReason: 'LEFT',
      role: 'LISTENER',
      roleDecided: true,
      mutedByHost: ['CAMERA'],
    });
    expect(reserve(aCall([before]), anEntrance(), RULES)).toMatchObject({
      role: 'LISTENER',
      sources: [],
      mutedByHost: ['CAMERA'],
    });
  });

  it('lets an unfinished attempt of the same identity give way', () => {
    const attempt = aParticipant({ identityId: 'user_new', state: 'JOINING', joinedAt: null });
    const call = aCall([attempt]);
    reserve(call, anEntrance(), RULES);
    expect(call.participant(attempt.id)).toMatchObject({ state: 'LEFT', leaveReason: 'REPLACED' });
    expect(call.changes.closing.map(({ peerId }) => peerId)).toEqual([attempt.peerId]);
    expect(told(call)).toEqual([]);
  });
});

describe('confirmJoin', () => {
  it('brings the participant in, and the call to life', () => {
    const call = aCall([], { state: 'STARTING', deadline: NOW });
    const { id, peerId } = reserve(call, anEntrance(), RULES);
    confirmJoin(call, call.participant(id), { ...OPENED, peerId });
    expect(call.participant(id)).toMatchObject({ state: 'JOINED', joinedAt: NOW, deadline: null });
    expect(call.data).toMatchObject({ state: 'ACTIVE', deadline: null, revision: 11 });
    expect(told(call)).toEqual(['PARTICIPANT_JOINED']);
  });

  it('replaces the earlier participant of the same identity only now', () => {
    const earlier = aParticipant({ identityId: 'user_new' });
    const call = aCall([earlier]);
    const { id, peerId } = reserve(call, anEntrance(), RULES);
    expect(call.participant(earlier.id).state).toBe('JOINED');
    confirmJoin(call, call.participant(id), { ...OPENED, peerId });
    expect(call.participant(earlier.id)).toMatchObject({ state: 'LEFT', leaveReason: 'REPLACED' });
    expect(told(call)).toEqual(['PARTICIPANT_JOINED', 'PARTICIPANT_LEFT']);
  });

  it('changes nothing for one who is inside', () => {
    const inside = aParticipant({ state: 'RECONNECTING' });
    const call = aCall([inside]);
    confirmJoin(call, inside, { ...OPENED, peerId: inside.peerId });
    expect(call.changes).toMatchObject({ call: null, changed: [], told: [] });
  });

  it('refuses a peer that another process opened, and one that is not the participant’s any more', () => {
    const call = aCall();
    const participant = reserve(call, anEntrance(), RULES);
    const confirm = (changes: object) => () =>
      confirmJoin(call, participant, { ...OPENED, peerId: participant.peerId, ...changes });
    expect(confirm({ bootId: 'boot-2' })).toThrow(expect.objectContaining({ reason: 'MEDIA_LOST' }));
    expect(confirm({ peerId: 'peer_other' })).toThrow(expect.objectContaining({ reason: 'MEDIA_LOST' }));
  });

  it('comes too late once the place was given up: asking again may succeed', () => {
    const late = aParticipant({ state: 'LEFT', leaveReason: 'JOIN_ABANDONED', joinedAt: null });
    expect(() => confirmJoin(aCall([late]), late, { ...OPENED, peerId: late.peerId })).toThrow(
      expect.objectContaining({ reason: 'NO_MEDIA_NODE' }),
    );
  });

  it('does not tell of a hidden participant', () => {
    const call = aCall();
    const hidden = anEntrance({ permissions: { ...permissionsOf('LISTENER'), hidden: true } });
    const participant = reserve(call, hidden, RULES);
    confirmJoin(call, participant, { ...OPENED, peerId: participant.peerId });
    expect(told(call)).toEqual([]);
  });
});

describe('continueJoin', () => {
  it('reserves an abandoned place again, within the limits, with another peer', () => {
    const abandoned = aParticipant({
      identityId: 'user_new',
      state: 'LEFT',
      leaveReason: 'JOIN_ABANDONED',
      joinedAt: null,
      policyConfirmedVersion: 0,
    });
    const again = continueJoin(aCall([abandoned]), abandoned, anEntrance(), RULES);
    expect(again).toMatchObject({ id: abandoned.id, state: 'JOINING', leaveReason: null });
    expect(again.peerId).not.toBe(abandoned.peerId);
    const full = aCall([abandoned, aParticipant()], { maxParticipants: 1 });
    expect(() => continueJoin(full, abandoned, anEntrance(), RULES)).toThrow(
      expect.objectContaining({ reason: 'CALL_FULL' }),
    );
  });

  it('does not bring back who left', () => {
    const left = aParticipant({ state: 'LEFT', leaveReason: 'LEFT' });
    expect(() => continueJoin(aCall([left]), left, anEntrance({ caller: aCaller() }), RULES)).toThrow(
      expect.objectContaining({ reason: 'PARTICIPANT_LEFT', details: { leaveReason: 'LEFT' } }),
    );
  });
});

describe('rejoin', () => {
  it('gives the participant another peer, ends the screen share of the page that is gone, and waits for media', () => {
    const inside = aParticipant({ policyVersion: 3, policyConfirmedVersion: 3 });
    const call = aCall([inside], { screenSharerId: inside.id, screenSince: NOW });
    const { peerId, state, policyConfirmedVersion } = rejoin(call, inside, { node: PLACE, overlaps: true }, RULES);
    expect({ state, policyConfirmedVersion }).toEqual({ state: 'RECONNECTING', policyConfirmedVersion: 0 });
    expect(peerId).not.toBe(inside.peerId);
    expect(call.changes.closing).toEqual([{ peerId: inside.peerId, ...PLACE, reason: 'REPLACED', dueAt: NOW }]);
    expect(call.data.screenSharerId).toBeNull();
    confirmJoin(call, call.participant(inside.id), { peerId, bootId: 'boot-1', policyVersion: 5 });
    expect(call.participant(inside.id).state).toBe('JOINED');
    expect(told(call)).toEqual(['SCREEN_SHARE_CHANGED', 'PARTICIPANT_UPDATED', 'PARTICIPANT_UPDATED']);
  });

  it('goes on after the media was lost, without a peer to close', () => {
    const lost = aParticipant({ state: 'RECONNECTING', mediaLost: true });
    const call = aCall([lost]);
    expect(rejoin(call, lost, { node: PLACE, overlaps: true }, RULES).mediaLost).toBe(false);
    expect(call.changes.closing).toEqual([]);
  });

  const elsewhere = { nodeId: 'node-2', bootId: 'boot-2' };

  it('on another node lets the old peer be until the new one has taken over, and changes nothing that others see', () => {
    const inside = aParticipant();
    const call = aCall([inside], { ...elsewhere, screenSharerId: inside.id, screenSince: NOW });
    const { peerId, state } = rejoin(call, inside, { node: elsewhere, overlaps: true }, RULES);
    expect(state).toBe('JOINED');
    const dueAt = after(NOW, MOVE_OVERLAP_MS);
    expect(call.changes.closing).toEqual([{ peerId: inside.peerId, ...PLACE, reason: 'REPLACED', dueAt }]);
    expect(call.data.screenSharerId).toBe(inside.id);
    confirmJoin(call, call.participant(inside.id), { peerId, bootId: 'boot-2', policyVersion: 2 });
    expect(call.placeOf(call.participant(inside.id))).toEqual(elsewhere);
    expect(call.participant(inside.id).deadline).toBeNull();
    expect(told(call)).toEqual([]);
  });

  it('on another node ends one that stalls: whoever never gets there has left in time', () => {
    const inside = aParticipant();
    const call = aCall([inside], elsewhere);
    const { deadline } = rejoin(call, inside, { node: elsewhere, overlaps: true }, RULES);
    expect(deadline).toEqual(after(NOW, RULES.reconnectGraceMs));
  });

  it('on another node closes the old peer at once where media cannot be on two', () => {
    const bot = aParticipant();
    const call = aCall([bot], elsewhere);
    expect(rejoin(call, bot, { node: elsewhere, overlaps: false }, RULES).state).toBe('RECONNECTING');
    expect(call.changes.closing).toMatchObject([{ peerId: bot.peerId, dueAt: NOW }]);
  });
});
