import type { ActiveCallState, LocalTrackView, ParticipantView } from '@videocall/client-sdk';
import { spokenChanges } from './spoken-changes.js';

const participant = (id: string, changes: Partial<ParticipantView> = {}): ParticipantView => ({
  id,
  identityId: `user_${id}`,
  displayName: id,
  role: 'SPEAKER',
  state: 'JOINED',
  joinedAt: '2026-01-01T10:00:00Z',
  leaveReason: null,
  handRaisedAt: null,
  allowedSources: ['MICROPHONE'],
  mutedByHost: [],
  sendProfile: 'AUTO',
  receiveProfile: 'AUTO',
  guest: false,
  isSelf: id === 'me',
  tracks: [],
  quality: undefined,
  ...changes,
});

const microphone = (muted: boolean): LocalTrackView => ({
  source: 'MICROPHONE',
  mediaTrack: undefined,
  muted,
  mutedByHost: false,
  publishing: 'PUBLISHED',
  trackId: 'trk_1',
  sendLimitedBy: null,
  deviceId: undefined,
});

const before: ActiveCallState = {
  connection: { phase: 'CONNECTED' },
  call: {
    id: 'call_1',
    roomId: null,
    title: '',
    state: 'ACTIVE',
    endReason: null,
    createdAt: '2026-01-01T10:00:00Z',
    endedAt: null,
    revision: 1,
    locked: false,
    screenSharerId: null,
    maxParticipants: 10,
    endToEndEncrypted: false,
    recording: null,
  },
  self: participant('me'),
  others: [participant('Ann'), participant('Ben')],
  activeSpeakerId: null,
  screenSharerId: null,
  local: { MICROPHONE: microphone(true) },
  chat: [],
  sendProfile: 'AUTO',
  receiveProfile: 'AUTO',
  playbackBlocked: false,
  encryption: undefined,
};

describe('spokenChanges', () => {
  it('tells one’s own microphone', () => {
    expect(spokenChanges(before, { ...before, local: { MICROPHONE: microphone(false) } })).toEqual([
      { key: 'call.microphoneOn', name: '' },
    ]);
  });

  it('tells a hand that goes up, not one that was up when its owner came', () => {
    const handRaisedAt = '2026-01-01T10:01:00Z';
    const others = [participant('Ann', { handRaisedAt }), participant('Ben'), participant('Cyd', { handRaisedAt })];
    expect(spokenChanges(before, { ...before, others })).toEqual([{ key: 'call.handRaised', name: 'Ann' }]);
  });

  it('tells who presents, and who stopped', () => {
    const sharing = { ...before, screenSharerId: 'Ben' };
    expect(spokenChanges(before, sharing)).toEqual([{ key: 'share.started', name: 'Ben' }]);
    expect(spokenChanges(sharing, before)).toEqual([{ key: 'share.stopped', name: 'Ben' }]);
    expect(spokenChanges(before, { ...before, screenSharerId: 'me' })).toEqual([
      { key: 'share.presenting', name: 'me' },
    ]);
  });

  it('tells that a recording starts, by whom, and that it stops', () => {
    const recorded = (state: 'STARTING' | 'CAPTURING' | 'STOPPING', startedByParticipantId: string | null = 'Ben') => ({
      ...before,
      call: {
        ...before.call,
        recording: { id: 'rec_1', state, startedAt: '2026-01-01T10:00:00Z', startedByParticipantId },
      },
    });
    expect(spokenChanges(before, recorded('STARTING'))).toEqual([{ key: 'recording.startedBy', name: 'Ben' }]);
    expect(spokenChanges(before, recorded('STARTING', 'me'))).toEqual([{ key: 'recording.startedByYou', name: 'me' }]);
    expect(spokenChanges(before, recorded('CAPTURING', null))).toEqual([{ key: 'recording.started', name: '' }]);
    expect(spokenChanges(recorded('STARTING'), recorded('CAPTURING'))).toEqual([]);
    expect(spokenChanges(recorded('CAPTURING'), recorded('STOPPING'))).toEqual([
      { key: 'recording.stopped', name: '' },
    ]);
    expect(spokenChanges(recorded('STOPPING'), before)).toEqual([]);
  });

  it('never tells who speaks', () => {
    expect(spokenChanges(before, { ...before, activeSpeakerId: 'Ann' })).toEqual([]);
  });

  it('tells a lost connection once', () => {
    const lost: ActiveCallState = {
      ...before,
      connection: { phase: 'RECONNECTING', since: 0, attempt: 1, cause: 'SIGNALLING', offline: false },
    };
    expect(spokenChanges(before, lost)).toEqual([{ key: 'connection.reconnecting', name: '' }]);
    expect(spokenChanges(lost, { ...lost })).toEqual([]);
  });
});
