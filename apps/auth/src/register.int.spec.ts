import { readFileSync, statSync } from 'node:fs';

import { authV1 } from '@videocall/contracts';
import { AccessClaims, createTokenVerifier } from '@videocall/platform-auth-guard';

import { AuthSurroundings, type RunningAuth, bearer, device, registration } from './running-auth.spec.fixture.js';

let surroundings: AuthSurroundings;
let auth: RunningAuth;

beforeAll(async () => {
  surroundings = await AuthSurroundings.create();
  auth = await surroundings.start();
});
afterAll(() => surroundings.dispose());

describe('Register', () => {
  it('signs the new user in, with a token that anybody verifies by the published keys', async () => {
    const request = registration({ email: ' Someone.New@Example.ORG ', displayName: '  Mei   Ito ' });
    const signedIn = await auth.client.register(request);

    expect(signedIn.user).toMatchObject({
      kind: authV1.IdentityKind.USER,
      email: 'someone.new@example.org',
      displayName: 'Mei Ito',
      admin: false,
    });
    expect(signedIn.user?.id).toMatch(/^user_\w{20}$/);
    expect(signedIn.authSessionId).toMatch(/^ases_\w{20}$/);
    expect(signedIn.refreshToken).not.toBe('');
    const verifier = createTokenVerifier({
      jwksUrl: `${auth.url}/.well-known/jwks.json`,
      issuer: 'videocall-auth',
      typ: 'at+jwt',
      schema: AccessClaims,
    });
    const claims = await verifier.verify(signedIn.accessToken);
    expect(claims).toMatchObject({
      sub: signedIn.user?.id,
      kind: 'user',
      name: 'Mei Ito',
      admin: false,
      sid: signedIn.authSessionId,
    });
    expect(claims.exp - claims.iat).toBe(15 * 60);
    expect(await auth.client.getMe({}, bearer(signedIn.accessToken))).toEqual(signedIn.user);
  });

  it('refuses an email that somebody has, however it is written', async () => {
    const first = registration();
    await auth.client.register(first);
    await expect(auth.client.register(registration({ email: first.email.toUpperCase() }))).rejects.toMatchObject({
      reason: 'EMAIL_TAKEN',
    });
  });

  it.each([
    ['short', 'TOO_SHORT'],
    ['Password123!', 'TOO_COMMON'],
    ['examplary days', 'CONTAINS_IDENTITY'],
  ])('refuses the password "%s": %s', async (password, weakness) => {
    const attempt = auth.client.register(registration({ password, email: 'examplary@example.org' }));
    await expect(attempt).rejects.toMatchObject({ reason: 'PASSWORD_TOO_WEAK', details: { weakness } });
  });

  it('gives a repeated request the same user and the same AuthSession', async () => {
    const request = registration();
    const [first, second] = [await auth.client.register(request), await auth.client.register(request)];
    expect(second.user).toEqual(first.user);
    expect(second.authSessionId).toBe(first.authSessionId);
    for (const { refreshToken } of [first, second]) {
      await expect(auth.client.refresh({ refreshToken, device: device() })).resolves.toMatchObject({
        authSessionId: first.authSessionId,
      });
    }
    const { authSessions } = await auth.client.listAuthSessions({}, bearer(second.accessToken));
    expect(authSessions).toHaveLength(1);
  });

  it('makes one user of a request that is sent four times at once', async () => {
    const request = registration();
    const replies = await Promise.all([1, 2, 3, 4].map(() => auth.client.register(request)));
    expect(new Set(replies.map(({ user }) => user?.id)).size).toBe(1);
    expect(new Set(replies.map(({ authSessionId }) => authSessionId)).size).toBe(1);
  });

  it('makes one user where two people ask for the same email at once', async () => {
    const email = 'contested@example.org';
    const outcomes = await Promise.allSettled([
      auth.client.register(registration({ email })),
      auth.client.register(registration({ email })),
    ]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { reason: 'EMAIL_TAKEN' } });
  });

  it('refuses a request id that was used for something else', async () => {
    const request = registration();
    await auth.client.register(request);
    for (const other of [{ email: 'else@example.org' }, { displayName: 'Else' }, { password: 'another good one 7' }]) {
      await expect(auth.client.register({ ...request, ...other })).rejects.toMatchObject({
        reason: 'REQUEST_ID_REUSED',
      });
    }
  });

  it('keeps nothing of a refused registration', async () => {
    const first = registration();
    await auth.client.register(first);
    const second = registration({ requestId: first.requestId, email: 'untouched@example.org' });
    await expect(auth.client.register(second)).rejects.toMatchObject({ reason: 'REQUEST_ID_REUSED' });
    await expect(auth.client.register({ ...second, requestId: 'another-request-id' })).resolves.toBeDefined();
  });

  it('is refused where the server takes no registrations', async () => {
    const closed = await surroundings.start({ REGISTRATION_OPEN: 'false' });
    await expect(closed.client.register(registration())).rejects.toMatchObject({ reason: 'REGISTRATION_CLOSED' });
    await closed.stop();
  });
});

describe('the first start', () => {
  it('leaves a password that signs the administrator in, in a file for the operator alone', async () => {
    expect(statSync(surroundings.adminPasswordFile).mode & 0o777).toBe(0o600);
    expect(statSync(surroundings.keyEncryptionKeyFile).mode & 0o777).toBe(0o600);
    const password = readFileSync(surroundings.adminPasswordFile, 'utf8').trim();
    expect(password).toHaveLength(24);
    const signedIn = await auth.client.login({ email: 'admin@videocall.local', password, device: device() });
    expect(signedIn.user).toMatchObject({ admin: true, email: 'admin@videocall.local' });
  });
});
