import { aCall, aParticipant, NOW, RULES, told } from '../testing/domain-builders.js';
import { connectionBack, connectionLost, peerGone } from './media-health.js';
import { policyOf } from './policy.js';
import { after, SCREEN_LOST_MS } from './rules.js';
import { acquireScreenShare, releaseOverdueScreenShare } from './screen-share.js';

describe('a lost connection', () => {
  it('keeps the place for a while, and the screen for a shorter one', () => {
    const sharer = aParticipant();
    const call = aCall([sharer], { screenSharerId: sharer.id });
    connectionLost(call, sharer, RULES);
    expect(call.participant(sharer.id)).toMatchObject({ state: 'RECONNECTING', deadline: after(NOW, 30_000) });
    expect(call.data.screenDeadline).toEqual(after(NOW, SCREEN_LOST_MS));
    releaseOverdueScreenShare(call);
    expect(call.data.screenSharerId).toBe(sharer.id);
    connectionBack(call, call.participant(sharer.id));
    expect(call.participant(sharer.id)).toMatchObject({ state: 'JOINED', deadline: null });
    expect(call.data.screenDeadline).toBeNull();
    expect(told(call)).toEqual(['PARTICIPANT_UPDATED', 'PARTICIPANT_UPDATED']);
  });

  it('is told once, and means nothing for who is not inside yet', () => {
    const call = aCall([aParticipant({ state: 'RECONNECTING' }), aParticipant({ state: 'JOINING' })]);
    for (const participant of call.participants) connectionLost(call, participant, RULES);
    expect(told(call)).toEqual([]);
  });

  it('ends the screen share in time for others', () => {
    const sharer = aParticipant({ state: 'RECONNECTING' });
    const call = aCall([sharer, aParticipant()], { screenSharerId: sharer.id, screenDeadline: NOW });
    releaseOverdueScreenShare(call);
    expect(call.data).toMatchObject({ screenSharerId: null, screenDeadline: null });
    expect(told(call)).toEqual(['SCREEN_SHARE_CHANGED']);
  });
});

describe('a peer that is gone', () => {
  it('cannot come back by itself: only entering anew helps', () => {
    const participant = aParticipant();
    const call = aCall([participant]);
    peerGone(call, participant, RULES);
    connectionBack(call, call.participant(participant.id));
    expect(call.participant(participant.id)).toMatchObject({ state: 'RECONNECTING', mediaLost: true });
  });

  it('was to be closed where its participant has left', () => {
    const left = aParticipant({ state: 'LEFT', leaveReason: 'LEFT' });
    const call = aCall([left]);
    peerGone(call, left, RULES);
    expect(call.changes.changed).toEqual([]);
  });
});

describe('a policy', () => {
  it('allows the screen to the one who shares it only, with a higher version each time', () => {
    const [sharer, other] = [aParticipant(), aParticipant()];
    const call = aCall([sharer, other]);
    acquireScreenShare(call, sharer);
    const of = (id: string) => policyOf(call.data, call.participant(id));
    expect(of(sharer.id)).toMatchObject({
      version: 2,
      allowedSources: ['MICROPHONE', 'CAMERA', 'SCREEN', 'SCREEN_AUDIO'],
    });
    expect(of(other.id)).toMatchObject({ version: 1, allowedSources: ['MICROPHONE', 'CAMERA'] });
    acquireScreenShare(call, call.participant(sharer.id));
    expect(of(sharer.id).version).toBe(2);
  });
});
