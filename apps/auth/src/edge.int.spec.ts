import { createHash, randomBytes } from 'node:crypto';

import { credentials } from '@grpc/grpc-js';
import { authV1 } from '@videocall/contracts';
import {
  AccessClaims,
  createTokenSigner,
  createTokenVerifier,
  generateSigningKey,
} from '@videocall/platform-auth-guard';

import { PrismaAuthStore } from './adapters/prisma/prisma-auth-store.js';
import { newId } from './domain/ids.js';
import { AuthSurroundings, type RunningAuth, bearer, device, registration } from './running-auth.spec.fixture.js';

let surroundings: AuthSurroundings;
let auth: RunningAuth;

beforeAll(async () => {
  surroundings = await AuthSurroundings.create();
  auth = await surroundings.start();
});
afterAll(() => surroundings.dispose());

const claimsOf = (token: string) =>
  createTokenVerifier({
    jwksUrl: `${auth.url}/.well-known/jwks.json`,
    issuer: 'videocall-auth',
    typ: 'at+jwt',
    schema: AccessClaims,
  }).verify(token);

describe('AuthService', () => {
  it('serves api-gateway alone, among the services of the private CA', async () => {
    for (const service of ['sfu-node', 'call-orchestrator', 'auth']) {
      const client = surroundings.client(service, auth.grpcPort);
      await expect(client.createGuest({ displayName: 'Mei', browserSecret: '' })).rejects.toMatchObject({
        reason: 'CALLER_NOT_ALLOWED',
      });
      await expect(client.getMe({})).rejects.toMatchObject({ reason: 'CALLER_NOT_ALLOWED' });
      client.close();
    }
  });

  it('does not even answer who has no certificate, or one of another CA', async () => {
    const stranger = await AuthSurroundings.create();
    const impostor = stranger.client('api-gateway', auth.grpcPort);
    await expect(impostor.createGuest({ displayName: 'Mei', browserSecret: '' })).rejects.toMatchObject({
      reason: 'SERVICE_UNAVAILABLE',
    });
    impostor.close();
    await stranger.dispose();

    const plain = new authV1.AuthServiceClient(`127.0.0.1:${auth.grpcPort}`, credentials.createInsecure());
    const error = await new Promise((resolve) => plain.getMe({}, { deadline: Date.now() + 5_000 } as never, resolve));
    expect(error).toMatchObject({ code: expect.any(Number) });
    plain.close();
  });

  it.each<[string, Partial<authV1.RegisterRequest>]>([
    ['an email that is none', { email: 'nobody' }],
    ['an empty password', { password: '' }],
    ['a password of a megabyte', { password: 'x'.repeat(1_000_000) }],
    ['no name', { displayName: '  ' }],
    ['a name that turns text around', { displayName: 'Mei\u202Enimda' }],
    ['no request id', { requestId: '' }],
    ['no device', { device: undefined }],
    ['an address that is none', { device: device('localhost') }],
  ])('refuses %s by the field, before it does anything', async (_, wrong) => {
    const [field] = Object.keys(wrong);
    await expect(auth.client.register(registration(wrong))).rejects.toMatchObject({
      reason: 'REQUEST_INVALID',
      details: { fields: [{ field: expect.stringMatching(new RegExp(`^${field}`)) }] },
    });
  });

  it('keeps what a browser calls itself short and on one line', async () => {
    const { accessToken } = await auth.client.register(
      registration({ device: device('203.0.113.1', `Mozilla\n${'x'.repeat(5_000)}`) }),
    );
    const { authSessions } = await auth.client.listAuthSessions({}, bearer(accessToken));
    expect(authSessions[0]?.userAgent).toBe(`Mozilla ${'x'.repeat(248)}`);
  });

  it.each(['getMe', 'listAuthSessions'] as const)('asks for a good token before %s', async (method) => {
    await expect(auth.client[method]({})).rejects.toMatchObject({ reason: 'TOKEN_MISSING' });
    await expect(auth.client[method]({}, bearer('nonsense'))).rejects.toMatchObject({ reason: 'TOKEN_INVALID' });
    const forger = await createTokenSigner('videocall-auth', await generateSigningKey());
    const { user, authSessionId } = await auth.client.register(registration());
    const claims = { sub: user?.id ?? '', kind: 'user', name: 'Mei', admin: true, sid: authSessionId };
    const forged = await forger.sign({ typ: 'at+jwt', claims, expiresInSeconds: 60 });
    await expect(auth.client[method]({}, bearer(forged.token))).rejects.toMatchObject({ reason: 'TOKEN_INVALID' });
  });
});

describe('a guest', () => {
  it('is the same one again in the same browser, and another in any other', async () => {
    const enter = async (browserSecret: string) =>
      (await auth.client.createGuest({ displayName: 'Mei', browserSecret })).user?.id;
    const first = await enter('AAAAAAAAAAAAAAAAAAAAAA');
    expect(first).toMatch(/^guest_[0-9A-Za-z]{20}$/);
    expect(await enter('AAAAAAAAAAAAAAAAAAAAAA')).toBe(first);
    expect(await enter('BAAAAAAAAAAAAAAAAAAAAA')).not.toBe(first);
    expect(await enter('')).not.toBe(await enter(''));
    await expect(enter('short')).rejects.toMatchObject({ reason: 'REQUEST_INVALID' });
  });

  it('has an identity for twelve hours, without anything to renew it', async () => {
    const signedIn = await auth.client.createGuest({ displayName: ' Mei ', browserSecret: '' });
    expect(signedIn).toMatchObject({
      refreshToken: '',
      authSessionId: '',
      user: { kind: authV1.IdentityKind.GUEST, displayName: 'Mei', email: '', admin: false },
    });
    const claims = await claimsOf(signedIn.accessToken);
    expect(claims).toMatchObject({ kind: 'guest', sub: signedIn.user?.id, admin: false, sid: '' });
    expect(claims.exp - claims.iat).toBe(12 * 3600);
    expect(await auth.client.getMe({}, bearer(signedIn.accessToken))).toMatchObject({
      id: signedIn.user?.id,
      displayName: 'Mei',
    });
  });

  it('has no AuthSessions to list, revoke or leave', async () => {
    const { accessToken } = await auth.client.createGuest({ displayName: 'Mei', browserSecret: '' });
    const usersOnly = { reason: 'USERS_ONLY' };
    await expect(auth.client.listAuthSessions({}, bearer(accessToken))).rejects.toMatchObject(usersOnly);
    await expect(auth.client.revokeAuthSession({ authSessionId: 'ases_1' }, bearer(accessToken))).rejects.toMatchObject(
      usersOnly,
    );
    await expect(auth.client.logout({ refreshToken: '' }, bearer(accessToken))).rejects.toMatchObject(usersOnly);
  });
});

describe('a service account', () => {
  const clientSecret = randomBytes(32).toString('base64url');
  const id = newId('svc');

  beforeAll(async () => {
    const secretHash = createHash('sha256').update(clientSecret).digest('hex');
    await auth.get(PrismaAuthStore).client.serviceAccount.create({
      data: { id, clientId: 'echo-test', displayName: 'Echo test', secretHash, createdAt: new Date() },
    });
  });

  it('gets a token for its secret', async () => {
    const signedIn = await auth.client.issueServiceToken({ clientId: 'echo-test', clientSecret });
    expect(signedIn).toMatchObject({
      refreshToken: '',
      user: { id, kind: authV1.IdentityKind.SERVICE, displayName: 'Echo test' },
    });
    expect(await claimsOf(signedIn.accessToken)).toMatchObject({ sub: id, kind: 'service', admin: false });
    expect(await auth.client.getMe({}, bearer(signedIn.accessToken))).toMatchObject({ id });
  });

  it('is refused for a wrong secret, an unknown name, and once it is disabled, all alike', async () => {
    const wrong = { reason: 'CREDENTIALS_WRONG' };
    await expect(auth.client.issueServiceToken({ clientId: 'echo-test', clientSecret: 'guess' })).rejects.toMatchObject(
      wrong,
    );
    await expect(auth.client.issueServiceToken({ clientId: 'nobody', clientSecret })).rejects.toMatchObject(wrong);
    await auth.get(PrismaAuthStore).client.serviceAccount.update({ where: { id }, data: { disabledAt: new Date() } });
    await expect(auth.client.issueServiceToken({ clientId: 'echo-test', clientSecret })).rejects.toMatchObject(wrong);
  });
});

describe('the service', () => {
  it('is ready while its database answers, and shows its metrics', async () => {
    expect(await (await fetch(`${auth.url}/readyz`)).json()).toEqual({ status: 'ready', checks: { database: 'ok' } });
    expect(await (await fetch(`${auth.url}/metrics`)).text()).toContain('rpc_server_duration_seconds');
  });
});
