import { Notification } from './notifications.js';

describe('Notification', () => {
  it('counts facts of the call by a positive revision', () => {
    const locked = { plane: 'call', revision: 7, body: { type: 'callLocked', locked: true } };
    expect(Notification.parse(locked)).toEqual(locked);
    expect(Notification.safeParse({ ...locked, revision: 0 }).success).toBe(false);
  });

  it('refuses a media notification on the plane of the call', () => {
    const misplaced = { plane: 'call', revision: 1, body: { type: 'activeSpeaker', participantId: null } };
    expect(Notification.safeParse(misplaced).success).toBe(false);
  });
});
