import { type AuthSession, MAX_AUTH_SESSIONS, expiryAfterUse, isLive, sessionsToEvict } from './auth-session.js';

const day = (count: number) => new Date(Date.UTC(2026, 0, 1) + count * 86_400_000);

function session(id: string, createdAt: Date): AuthSession {
  return {
    id,
    userId: 'user_a',
    userAgent: '',
    ipAddress: '',
    createdAt,
    lastUsedAt: createdAt,
    expiresAt: day(30),
    endedAt: undefined,
    endReason: undefined,
  };
}

test('an AuthSession in use lives 30 days on, but never past its 90th day', () => {
  expect(expiryAfterUse(day(0), day(0))).toEqual(day(30));
  expect(expiryAfterUse(day(0), day(59))).toEqual(day(89));
  expect(expiryAfterUse(day(0), day(61))).toEqual(day(90));
});

test('an AuthSession is live until it ends or its expiry comes', () => {
  expect(isLive({ endedAt: undefined, expiresAt: day(1) }, day(0))).toBe(true);
  expect(isLive({ endedAt: undefined, expiresAt: day(1) }, day(1))).toBe(false);
  expect(isLive({ endedAt: day(0), expiresAt: day(1) }, day(0))).toBe(false);
});

test('the oldest make room for one more, however many there are', () => {
  const live = [3, 1, 2, 5, 4].map((n) => session(`ases_${n}`, day(n)));
  expect(sessionsToEvict(live.slice(0, MAX_AUTH_SESSIONS - 1))).toEqual([]);
  expect(sessionsToEvict(live).map(({ id }) => id)).toEqual(['ases_1']);
  expect(sessionsToEvict([...live, session('ases_0', day(0))]).map(({ id }) => id)).toEqual(['ases_0', 'ases_1']);
});
