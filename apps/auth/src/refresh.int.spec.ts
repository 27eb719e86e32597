import type { authV1 } from '@videocall/contracts';
import fc from 'fast-check';

import { EndExpiredAuthSessions } from './application/end-expired-auth-sessions.js';
import { PurgeOutlivedRows } from './application/purge-outlived-rows.js';
import { PrismaAuthStore } from './adapters/prisma/prisma-auth-store.js';
import { ABSOLUTE_TIMEOUT_MS, IDLE_TIMEOUT_MS } from './domain/auth-session.js';
import { REUSE_GRACE_MS } from './domain/refresh-token.js';
import { AuthSurroundings, type RunningAuth, bearer, device, registration } from './running-auth.spec.fixture.js';

const DAY_MS = 86_400_000;

let surroundings: AuthSurroundings;
let auth: RunningAuth;

beforeAll(async () => {
  surroundings = await AuthSurroundings.create();
  auth = await surroundings.start();
});
afterAll(() => surroundings.dispose());

const signUp = (): Promise<authV1.SignedIn> => auth.client.register(registration());
const refresh = ({ refreshToken }: { readonly refreshToken: string }) =>
  auth.client.refresh({ refreshToken, device: device() });
const reused = { reason: 'REFRESH_TOKEN_REUSED' };
const invalid = { reason: 'REFRESH_TOKEN_INVALID' };

describe('Refresh', () => {
  it('gives a new refresh token of the same AuthSession and a good access token', async () => {
    const first = await signUp();
    const second = await refresh(first);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect(second.authSessionId).toBe(first.authSessionId);
    await expect(auth.client.getMe({}, bearer(second.accessToken))).resolves.toEqual(first.user);
  });

  it('gives the same successor again within the grace, for a reply that was lost', async () => {
    const first = await signUp();
    const lost = await refresh(first);
    auth.advance(REUSE_GRACE_MS);
    expect((await refresh(first)).refreshToken).toBe(lost.refreshToken);
    await expect(refresh(lost)).resolves.toBeDefined();
  });

  it('lets two tabs refresh at once, and leaves both with one token that goes on', async () => {
    const first = await signUp();
    const replies = await Promise.all(Array.from({ length: 6 }, () => refresh(first)));
    expect(new Set(replies.map(({ refreshToken }) => refreshToken)).size).toBe(1);
    const [any] = replies;
    if (any === undefined) throw new Error('six replies');
    await expect(refresh(any)).resolves.toBeDefined();
  });

  it('gives a late tab what the family has come to meanwhile', async () => {
    const first = await signUp();
    const second = await refresh(first);
    const third = await refresh(second);
    expect((await refresh(first)).refreshToken).toBe(third.refreshToken);
  });

  it('ends the family when a token is used again after the grace, for whoever holds it', async () => {
    const first = await signUp();
    const owner = await refresh(first);
    auth.advance(REUSE_GRACE_MS + 1);
    await expect(refresh(first)).rejects.toMatchObject(reused);
    await expect(refresh(owner)).rejects.toMatchObject(reused);
    await expect(auth.client.getMe({}, bearer(owner.accessToken))).rejects.toMatchObject({ reason: 'TOKEN_INVALID' });
  });

  it('finds a thief out who replayed a token within the grace, at the next use after it', async () => {
    const first = await signUp();
    const owner = await refresh(first);
    const thief = await refresh(first);
    expect(thief.refreshToken).toBe(owner.refreshToken);
    auth.advance(15 * 60_000);
    await expect(refresh(owner)).resolves.toBeDefined();
    auth.advance(REUSE_GRACE_MS + 1);
    await expect(refresh(thief)).rejects.toMatchObject(reused);
  });

  it('leaves the other AuthSessions of the user alone when one is stolen', async () => {
    const request = registration();
    const stolen = await auth.client.register(request);
    const other = await auth.client.login({ email: request.email, password: request.password, device: device() });
    await refresh(stolen);
    auth.advance(REUSE_GRACE_MS + 1);
    await expect(refresh(stolen)).rejects.toMatchObject(reused);
    await expect(refresh(other)).resolves.toBeDefined();
  });

  it('forgets the successor once the grace is over, and still knows the reuse', async () => {
    const first = await signUp();
    await refresh(first);
    auth.advance(REUSE_GRACE_MS + 1);
    await auth.get(PurgeOutlivedRows).run();
    const sealed = await auth
      .get(PrismaAuthStore)
      .client.refreshToken.count({ where: { sealedSuccessor: { not: null } } });
    expect(sealed).toBe(0);
    await expect(refresh(first)).rejects.toMatchObject(reused);
  });

  it('keeps neither a token nor its plain text anywhere in the database', async () => {
    const { refreshToken } = await refresh(await signUp());
    const rows = await auth.get(PrismaAuthStore).client.refreshToken.findMany();
    expect(rows.length).toBeGreaterThan(0);
    expect(
      rows.some(
        ({ hash, sealedSuccessor }) =>
          hash.includes(refreshToken) || Buffer.from(sealedSuccessor ?? []).includes(refreshToken),
      ),
    ).toBe(false);
  });

  it('refuses what was never a token', async () => {
    await expect(refresh({ refreshToken: 'vcr_made-up' })).rejects.toMatchObject(invalid);
    await expect(refresh({ refreshToken: '' })).rejects.toMatchObject({ reason: 'REQUEST_INVALID' });
  });

  it('refuses a user who was disabled meanwhile, and ends the AuthSession', async () => {
    const first = await signUp();
    await auth
      .get(PrismaAuthStore)
      .client.user.update({ where: { id: first.user?.id ?? '' }, data: { disabledAt: new Date() } });
    await expect(refresh(first)).rejects.toMatchObject({ reason: 'USER_DISABLED' });
    await expect(refresh(first)).rejects.toMatchObject(invalid);
  });

  it('ends with 30 days of silence', async () => {
    const first = await signUp();
    auth.advance(IDLE_TIMEOUT_MS - 60_000);
    const second = await refresh(first);
    auth.advance(IDLE_TIMEOUT_MS);
    await expect(refresh(second)).rejects.toMatchObject(invalid);
  });

  it('ends on the 90th day, however busy', async () => {
    let latest = await signUp();
    for (let day = 0; day < 90; day += 18) {
      latest = await refresh(latest);
      auth.advance(18 * DAY_MS);
    }
    expect(ABSOLUTE_TIMEOUT_MS).toBe(90 * DAY_MS);
    await auth.get(EndExpiredAuthSessions).run();
    await expect(refresh(latest)).rejects.toMatchObject(invalid);
    const session = await auth
      .get(PrismaAuthStore)
      .client.authSession.findUnique({ where: { id: latest.authSessionId } });
    expect(session).toMatchObject({ endReason: 'EXPIRED' });
  });
});

it('holds to one chain: whatever is replayed whenever, a live family has one unused token, and an old one ends it', async () => {
  const step = fc.oneof(
    fc.record({ refreshWith: fc.nat({ max: 30 }) }),
    fc.record({ wait: fc.constantFrom(1, REUSE_GRACE_MS / 2, REUSE_GRACE_MS) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
      // The model: tokens in the order they were given out; when each was used; whether the family lives.
      const chain = [{ token: (await signUp()).refreshToken, usedAt: Infinity }];
      let [now, alive] = [0, true];
      for (const taken of steps) {
        if ('wait' in taken) {
          auth.advance(taken.wait);
          now += taken.wait;
          continue;
        }
        const index = taken.refreshWith % chain.length;
        const presented = chain[index];
        if (presented === undefined) throw new Error('within the chain');
        const used = chain.slice(index, -1);
        alive &&= used.every(({ usedAt }) => now - usedAt <= REUSE_GRACE_MS);
        const reply = await refresh({ refreshToken: presented.token }).catch(() => undefined);
        expect(reply !== undefined).toBe(alive);
        if (reply === undefined) continue;
        if (index === chain.length - 1) {
          presented.usedAt = now;
          chain.push({ token: reply.refreshToken, usedAt: Infinity });
        }
        expect(reply.refreshToken).toBe(chain.at(-1)?.token);
      }
    }),
    { numRuns: 40 },
  );
});
