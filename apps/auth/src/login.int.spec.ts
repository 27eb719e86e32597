import type { authV1 } from '@videocall/contracts';

import { PrismaAuthStore } from './adapters/prisma/prisma-auth-store.js';
import { ACCOUNT_POLICY, ADDRESS_POLICY } from './domain/login-throttle.js';
import { AuthSurroundings, type RunningAuth, device, registration } from './running-auth.spec.fixture.js';

let surroundings: AuthSurroundings;
let auth: RunningAuth;

beforeAll(async () => {
  surroundings = await AuthSurroundings.create();
  auth = await surroundings.start();
});
afterAll(() => surroundings.dispose());

let addresses = 0;
const newAddress = () => `198.51.${Math.trunc(++addresses / 250)}.${(addresses % 250) + 1}`;

async function newUser(): Promise<authV1.RegisterRequest> {
  const request = registration();
  await auth.client.register(request);
  return request;
}

const reasonOf = (error: unknown) => (error instanceof Error && 'reason' in error ? error.reason : error);
const logIn = (email: string, password: string, ipAddress = newAddress()) =>
  auth.client.login({ email, password, device: device(ipAddress) });
const outcome = (attempt: Promise<unknown>) => attempt.then(() => 'SUCCESS', reasonOf);

describe('Login', () => {
  it('signs in with the email in any writing', async () => {
    const user = await newUser();
    const signedIn = await logIn(` ${user.email.toUpperCase()} `, user.password);
    expect(signedIn.user).toMatchObject({ email: user.email, displayName: user.displayName });
  });

  it('answers a wrong password and an unknown email alike', async () => {
    const user = await newUser();
    const [wrong, unknown] = await Promise.allSettled([
      logIn(user.email, 'not the password'),
      logIn('nobody@example.org', 'not the password'),
    ]);
    expect(wrong).toMatchObject({ status: 'rejected', reason: { reason: 'CREDENTIALS_WRONG' } });
    if (wrong.status !== 'rejected' || unknown.status !== 'rejected') throw new Error('both are refused');
    expect(String(unknown.reason)).toBe(String(wrong.reason));
  });

  it('tells a disabled user only after the right password', async () => {
    const user = await newUser();
    await auth
      .get(PrismaAuthStore)
      .client.user.update({ where: { email: user.email }, data: { disabledAt: new Date() } });
    await expect(logIn(user.email, 'not the password')).rejects.toMatchObject({ reason: 'CREDENTIALS_WRONG' });
    await expect(logIn(user.email, user.password)).rejects.toMatchObject({ reason: 'USER_DISABLED' });
  });
});

describe('slowing down', () => {
  it('lets a few failures of one account pass, then makes even its owner wait, and lets them in after the wait', async () => {
    const user = await newUser();
    for (let failures = 0; failures < ACCOUNT_POLICY.free + 1; failures += 1) {
      await expect(logIn(user.email, 'not the password')).rejects.toMatchObject({ reason: 'CREDENTIALS_WRONG' });
    }
    const slowed = await logIn(user.email, user.password).catch((error: unknown) => error);
    expect(slowed).toMatchObject({ reason: 'LOGIN_SLOWED_DOWN', retryAfterMs: expect.any(Number) });
    const { retryAfterMs = 0 } = slowed as { retryAfterMs?: number };
    expect(retryAfterMs).toBeGreaterThan(0);
    expect(retryAfterMs).toBeLessThanOrEqual(ACCOUNT_POLICY.firstDelayMs);

    auth.advance(retryAfterMs);
    await expect(logIn(user.email, user.password)).resolves.toBeDefined();
    // And the count starts afresh.
    await expect(logIn(user.email, 'not the password')).rejects.toMatchObject({ reason: 'CREDENTIALS_WRONG' });
    await expect(logIn(user.email, user.password)).resolves.toBeDefined();
  });

  it('slows an account that does not exist the same way', async () => {
    const outcomes: unknown[] = [];
    for (let attempt = 0; attempt < ACCOUNT_POLICY.free + 2; attempt += 1)
      outcomes.push(await outcome(logIn('ghost@example.org', 'not the password')));
    expect(outcomes).toEqual([
      ...Array<string>(ACCOUNT_POLICY.free + 1).fill('CREDENTIALS_WRONG'),
      'LOGIN_SLOWED_DOWN',
    ]);
  });

  it('lets no more guesses through when they are sent all at once, to two instances', async () => {
    const second = await surroundings.start();
    const user = await newUser();
    const guess = (index: number) =>
      (index % 2 ? auth : second).client.login({
        email: user.email,
        password: `guess ${index}`,
        device: device(newAddress()),
      });
    const outcomes = await Promise.all(Array.from({ length: 40 }, (_, index) => outcome(guess(index))));
    await second.stop();
    expect(outcomes.filter((reason) => reason === 'CREDENTIALS_WRONG')).toHaveLength(ACCOUNT_POLICY.free + 1);
    expect(outcomes.filter((reason) => reason === 'LOGIN_SLOWED_DOWN')).toHaveLength(40 - ACCOUNT_POLICY.free - 1);
  });

  it('slows an address that tries many accounts, also from its whole IPv6 network, and nobody else', async () => {
    const user = await newUser();
    const guesses = Array.from({ length: ADDRESS_POLICY.free + 4 }, (_, index) =>
      outcome(logIn(`target${index}@example.org`, 'not the password', `2001:db8:7:7::${index}`)),
    );
    const outcomes = await Promise.all(guesses);
    expect(outcomes.filter((reason) => reason === 'CREDENTIALS_WRONG')).toHaveLength(ADDRESS_POLICY.free + 1);
    await expect(logIn(user.email, user.password, '2001:db8:7:7:ffff::1')).rejects.toMatchObject({
      reason: 'LOGIN_SLOWED_DOWN',
    });
    await expect(logIn(user.email, user.password, '2001:db8:7:8::1')).resolves.toBeDefined();
  });

  it('does not count logins that succeed', async () => {
    const user = await newUser();
    const address = newAddress();
    const { loginThrottle } = auth.get(PrismaAuthStore).client;
    const before = await loginThrottle.count({ where: { failures: { gt: 0 } } });
    for (let attempt = 0; attempt < 3; attempt += 1) await logIn(user.email, user.password, address);
    expect(await loginThrottle.count({ where: { failures: { gt: 0 } } })).toBe(before);
  });
});
