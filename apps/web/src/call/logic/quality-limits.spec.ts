import type { LocalTrackView, ParticipantView, TrackView } from '@videocall/client-sdk';
import { receiveLimit, sendLimit } from './quality-limits.js';

const video = (change: Partial<TrackView>): TrackView => ({
  id: 'trk_1',
  participantId: 'part_1',
  source: 'CAMERA',
  kind: 'video',
  muted: false,
  mutedByHost: false,
  width: 1280,
  height: 720,
  pausedReason: null,
  codec: 'video/VP8',
  simulcast: true,
  mediaTrack: undefined,
  heldBack: null,
  limitedBy: null,
  spatialLayer: 2,
  ...change,
});

const somebody = (...tracks: TrackView[]): ParticipantView => ({
  id: 'part_1',
  identityId: 'user_1',
  displayName: 'Ben',
  role: 'SPEAKER',
  state: 'JOINED',
  joinedAt: null,
  leaveReason: null,
  handRaisedAt: null,
  allowedSources: [],
  mutedByHost: [],
  sendProfile: 'AUTO',
  receiveProfile: 'AUTO',
  guest: false,
  isSelf: false,
  tracks,
  quality: undefined,
});

const camera = (sendLimitedBy: string | null, muted = false): LocalTrackView => ({
  source: 'CAMERA',
  mediaTrack: undefined,
  muted,
  mutedByHost: false,
  publishing: 'PUBLISHED',
  trackId: 'trk_2',
  sendLimitedBy,
  deviceId: undefined,
});

describe('what limits the pictures', () => {
  it('is nothing while all come whole, or are only not shown', () => {
    expect(receiveLimit({ others: [somebody(video({}), video({ heldBack: 'NOT_SHOWN' }))] })).toBeUndefined();
    expect(sendLimit({ local: { CAMERA: camera(null) } })).toBeUndefined();
  });

  it('is the path before the server and the own choice', () => {
    const others = [somebody(video({ limitedBy: 'RECEIVE_PROFILE' })), somebody(video({ heldBack: 'BANDWIDTH' }))];
    expect(receiveLimit({ others })).toBe('BANDWIDTH');
    expect(receiveLimit({ others: [somebody(video({ limitedBy: 'HOST_LOAD' }))] })).toBe('HOST_LOAD');
  });

  it('counts for a camera that is on only', () => {
    expect(sendLimit({ local: { CAMERA: camera('SEND_LOSS') } })).toBe('SEND_LOSS');
    expect(sendLimit({ local: { CAMERA: camera('SEND_LOSS', true) } })).toBeUndefined();
    expect(receiveLimit({ others: [somebody(video({ limitedBy: 'LOSS', muted: true }))] })).toBeUndefined();
  });
});
