import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { authV1 } from '@videocall/contracts';
import { loadSettings } from '@videocall/platform-config';

import { authSettings } from './config/settings.js';
import { AuthSurroundings } from './running-auth.spec.fixture.js';

const SERVICE_ACCOUNTS = 'echo-test=Echo, greeter=Greeter of guests';

describe('service accounts that the operator names', () => {
  let surroundings: AuthSurroundings;
  let file: string;

  beforeAll(async () => {
    surroundings = await AuthSurroundings.create();
    file = join(surroundings.serviceSecretsDir, 'echo-test');
  });
  afterAll(() => surroundings.dispose());

  const secret = (): string => readFileSync(file, 'utf8').trim();

  it('are there after a start, each with a secret of its own that only its owner reads', async () => {
    const auth = await surroundings.start({ SERVICE_ACCOUNTS });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const signedIn = await auth.client.issueServiceToken({ clientId: 'echo-test', clientSecret: secret() });
    expect(signedIn.user).toMatchObject({ kind: authV1.IdentityKind.SERVICE, displayName: 'Echo' });
    await expect(auth.client.issueServiceToken({ clientId: 'greeter', clientSecret: secret() })).rejects.toMatchObject({
      reason: 'CREDENTIALS_WRONG',
    });
    await auth.stop();
  });

  it('stay as they are with every further start, also of two at once', async () => {
    const before = secret();
    const [auth, other] = await Promise.all([1, 2].map(() => surroundings.start({ SERVICE_ACCOUNTS })));
    expect(secret()).toBe(before);
    const { user } = (await auth?.client.issueServiceToken({ clientId: 'echo-test', clientSecret: before })) ?? {};
    const again = await other?.client.issueServiceToken({ clientId: 'echo-test', clientSecret: before });
    expect(again?.user?.id).toBe(user?.id);
    await auth?.stop();
    await other?.stop();
  });

  it('get a new secret where the file is gone, and the old one is good for nothing', async () => {
    const before = secret();
    rmSync(file);
    const auth = await surroundings.start({ SERVICE_ACCOUNTS: 'echo-test=Echo' });
    expect(secret()).not.toBe(before);
    await auth.client.issueServiceToken({ clientId: 'echo-test', clientSecret: secret() });
    await expect(auth.client.issueServiceToken({ clientId: 'echo-test', clientSecret: before })).rejects.toMatchObject({
      reason: 'CREDENTIALS_WRONG',
    });
    await auth.stop();
  });

  it('do not take a secret that can be guessed', async () => {
    writeFileSync(file, 'secret\n');
    await expect(surroundings.start({ SERVICE_ACCOUNTS })).rejects.toThrow('too short');
    rmSync(file);
  });

  it.each(['../auth=Auth', 'echo-test', 'Echo=Echo', 'echo-test='])('are not named "%s"', (wrong) => {
    const environment = { SERVICE_ACCOUNTS: wrong };
    expect(() => loadSettings(authSettings, environment)).toThrow(/SERVICE_ACCOUNTS/);
  });
});
