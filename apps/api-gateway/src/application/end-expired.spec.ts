import type { Notification } from '@videocall/signalling';
import { Connection } from './connection.js';
import { EndExpired } from './end-expired.js';
import { LiveCalls } from './live-calls.js';
import { MediaStreams } from './media-streams.js';

const MINUTE = 60_000;

function connectionUntil(expiresAt: number): { connection: Connection; told: (Notification | 'ended')[] } {
  const told: (Notification | 'ended')[] = [];
  const principal = {
    identityId: 'user_1',
    kind: 'user',
    displayName: 'Ada',
    admin: false,
    authSessionId: 'ases_1',
  } as const;
  const link = {
    send: (notification: Notification) => void told.push(notification),
    end: () => void told.push('ended'),
  };
  return { connection: new Connection({ principal, accessToken: 't', expiresAt }, link), told };
}

describe('EndExpired', () => {
  it('ends who has not shown a fresh token for an hour, and tells them why', () => {
    const live = new LiveCalls();
    const stale = connectionUntil(0);
    const recent = connectionUntil(30 * MINUTE);
    live.add(stale.connection);
    live.add(recent.connection);
    new EndExpired(live, new MediaStreams()).execute(61 * MINUTE);
    expect(stale.told).toEqual([{ plane: 'passing', body: { type: 'expelled', reason: 'SIGNED_OUT' } }, 'ended']);
    expect(recent.told).toEqual([]);
  });

  it('ends their media streams too', () => {
    const streams = new MediaStreams();
    const ended: string[] = [];
    const add = (name: string, expiresAt: number) => {
      const { caller } = connectionUntil(expiresAt).connection;
      streams.add({ caller, end: ({ reason }) => void ended.push(`${name} ${reason}`) });
    };
    add('stale', 0);
    add('recent', 30 * MINUTE);
    new EndExpired(new LiveCalls(), streams).execute(61 * MINUTE);
    expect(ended).toEqual(['stale TOKEN_EXPIRED']);
  });
});
