import { authV1, eventsV1 } from '@videocall/contracts';
import { AUTH_EVENTS, type StreamReader, tailStream } from '@videocall/events';
import { waitFor } from '@videocall/testing';

import { EndExpiredAuthSessions } from './application/end-expired-auth-sessions.js';
import { IDLE_TIMEOUT_MS, MAX_AUTH_SESSIONS } from './domain/auth-session.js';
import { AuthSurroundings, type RunningAuth, bearer, device, registration } from './running-auth.spec.fixture.js';

let surroundings: AuthSurroundings;
let auth: RunningAuth;
let published: eventsV1.AuthEvent[];
let tail: StreamReader;

beforeAll(async () => {
  surroundings = await AuthSurroundings.create();
  auth = await surroundings.start();
  published = [];
  await new Promise<void>((resolve) => {
    tail = tailStream({
      redisUrl: surroundings.redisUrl,
      stream: AUTH_EVENTS,
      onEvent: (event) => published.push(event),
      onGap: resolve,
      onError: (error) => {
        throw error;
      },
    });
  });
});
afterAll(async () => {
  await tail.close();
  await surroundings.dispose();
});

/** The end of an AuthSession as the gateways are told. */
function publishedEnd(authSessionId: string): Promise<eventsV1.AuthEvent> {
  return waitFor(
    () =>
      published.find(({ fact }) => fact?.$case === 'authSessionEnded' && fact.value.authSessionId === authSessionId),
    {
      what: `the end of ${authSessionId} in the stream`,
    },
  );
}

/** A new user signed in on several devices, oldest first. */
async function signedInTimes(count: number): Promise<authV1.SignedIn[]> {
  const request = registration();
  const signIns = [await auth.client.register(request)];
  while (signIns.length < count) {
    auth.advance(1_000);
    signIns.push(
      await auth.client.login({
        email: request.email,
        password: request.password,
        device: device('203.0.113.9', `Device ${signIns.length}`),
      }),
    );
  }
  return signIns;
}

function nth(signIns: readonly authV1.SignedIn[], index: number): authV1.SignedIn {
  const found = signIns.at(index);
  if (found === undefined) throw new Error(`no sign-in ${index}`);
  return found;
}

const ended = { reason: 'TOKEN_INVALID' };

describe('AuthSessions', () => {
  it('begin with a registration, which the gateways are told', async () => {
    const { user } = nth(await signedInTimes(1), 0);
    await waitFor(
      () => published.some(({ fact, identityId }) => fact?.$case === 'userRegistered' && identityId === user?.id),
      { what: 'the registration in the stream' },
    );
  });

  it('are listed newest first, with what tells devices apart', async () => {
    const signIns = await signedInTimes(3);
    const { authSessions } = await auth.client.listAuthSessions({}, bearer(nth(signIns, 1).accessToken));
    expect(authSessions.map(({ id }) => id)).toEqual(signIns.map(({ authSessionId }) => authSessionId).toReversed());
    expect(authSessions.map(({ current }) => current)).toEqual([false, true, false]);
    expect(authSessions[0]).toMatchObject({ userAgent: 'Device 2', ipAddress: '203.0.113.9' });
  });

  it('are five at most: the sixth ends the oldest', async () => {
    const signIns = await signedInTimes(MAX_AUTH_SESSIONS + 1);
    const [oldest, latest] = [nth(signIns, 0), nth(signIns, -1)];
    const { authSessions } = await auth.client.listAuthSessions({}, bearer(latest.accessToken));
    expect(authSessions).toHaveLength(MAX_AUTH_SESSIONS);
    expect(authSessions.some(({ id }) => id === oldest.authSessionId)).toBe(false);
    await expect(auth.client.getMe({}, bearer(oldest.accessToken))).rejects.toMatchObject(ended);
    await expect(auth.client.refresh({ refreshToken: oldest.refreshToken, device: device() })).rejects.toMatchObject({
      reason: 'REFRESH_TOKEN_INVALID',
    });
    expect((await publishedEnd(oldest.authSessionId)).fact).toMatchObject({
      value: { reason: eventsV1.AuthSessionEndReason.TOO_MANY },
    });
  });

  it('are five at most, also when eight logins come at once', async () => {
    const request = registration();
    const { accessToken } = await auth.client.register(request);
    const logins = Array.from({ length: 8 }, () =>
      auth.client.login({ email: request.email, password: request.password, device: device() }),
    );
    const replies = await Promise.all(logins);
    const live = await Promise.all(
      [accessToken, ...replies.map((reply) => reply.accessToken)].map((token) =>
        auth.client.getMe({}, bearer(token)).then(
          () => 1,
          () => 0,
        ),
      ),
    );
    expect(live.filter(Boolean)).toHaveLength(MAX_AUTH_SESSIONS);
  });

  it('can be revoked by their user from another device, twice if need be', async () => {
    const [lost, kept] = await signedInTimes(2);
    if (lost === undefined || kept === undefined) throw new Error('two sign-ins');
    for (let time = 0; time < 2; time += 1)
      await auth.client.revokeAuthSession({ authSessionId: lost.authSessionId }, bearer(kept.accessToken));
    await expect(auth.client.getMe({}, bearer(lost.accessToken))).rejects.toMatchObject(ended);
    await expect(auth.client.getMe({}, bearer(kept.accessToken))).resolves.toBeDefined();
    expect(await publishedEnd(lost.authSessionId)).toMatchObject({
      identityId: lost.user?.id,
      fact: { value: { reason: eventsV1.AuthSessionEndReason.REVOKED } },
    });
    expect(
      published.filter(
        ({ fact }) => fact?.$case === 'authSessionEnded' && fact.value.authSessionId === lost.authSessionId,
      ),
    ).toHaveLength(1);
  });

  it("cannot be revoked by others, and others' look as if they were not there", async () => {
    const [mine] = await signedInTimes(1);
    const [theirs] = await signedInTimes(1);
    if (mine === undefined || theirs === undefined) throw new Error('two users');
    const refusal = { reason: 'AUTH_SESSION_NOT_FOUND' };
    await expect(
      auth.client.revokeAuthSession({ authSessionId: theirs.authSessionId }, bearer(mine.accessToken)),
    ).rejects.toMatchObject(refusal);
    await expect(
      auth.client.revokeAuthSession({ authSessionId: 'ases_nowhere' }, bearer(mine.accessToken)),
    ).rejects.toMatchObject(refusal);
    await expect(auth.client.getMe({}, bearer(theirs.accessToken))).resolves.toBeDefined();
  });

  it('that expire are ended, and told, without anybody asking', async () => {
    const [silent] = await signedInTimes(1);
    if (silent === undefined) throw new Error('one sign-in');
    auth.advance(IDLE_TIMEOUT_MS);
    await auth.get(EndExpiredAuthSessions).run();
    expect((await publishedEnd(silent.authSessionId)).fact).toMatchObject({
      value: { reason: eventsV1.AuthSessionEndReason.EXPIRED },
    });
  });
});

describe('Logout', () => {
  it('ends the AuthSession of the access token, and stays done when repeated', async () => {
    const [signedIn] = await signedInTimes(1);
    if (signedIn === undefined) throw new Error('one sign-in');
    for (let time = 0; time < 2; time += 1)
      await auth.client.logout({ refreshToken: '' }, bearer(signedIn.accessToken));
    await expect(auth.client.refresh({ refreshToken: signedIn.refreshToken, device: device() })).rejects.toMatchObject({
      reason: 'REFRESH_TOKEN_INVALID',
    });
    expect((await publishedEnd(signedIn.authSessionId)).fact).toMatchObject({
      value: { reason: eventsV1.AuthSessionEndReason.LOGGED_OUT },
    });
  });

  it('needs no access token where a refresh token names the AuthSession', async () => {
    const [signedIn] = await signedInTimes(1);
    if (signedIn === undefined) throw new Error('one sign-in');
    const { refreshToken } = signedIn;
    for (let time = 0; time < 2; time += 1) await auth.client.logout({ refreshToken });
    await expect(auth.client.getMe({}, bearer(signedIn.accessToken))).rejects.toMatchObject(ended);
    await expect(auth.client.logout({ refreshToken: 'vcr_unknown' })).resolves.toEqual({});
  });

  it('asks who leaves where nothing says so', async () => {
    await expect(auth.client.logout({ refreshToken: '' })).rejects.toMatchObject({ reason: 'TOKEN_MISSING' });
  });
});
