import { rmSync } from 'node:fs';

import { AccessClaims, createTokenVerifier } from '@videocall/platform-auth-guard';
import { type JSONWebKeySet, decodeProtectedHeader } from 'jose';

import { PrismaAuthStore } from './adapters/prisma/prisma-auth-store.js';
import { KeepSigningKeys } from './application/keep-signing-keys.js';
import { KEY_LIFETIME_MS, LONGEST_TOKEN_MS, PUBLISH_AHEAD_MS } from './domain/key-schedule.js';
import { AuthSurroundings, type RunningAuth } from './running-auth.spec.fixture.js';

const MINUTE_MS = 60_000;

let surroundings: AuthSurroundings;

beforeEach(async () => {
  surroundings = await AuthSurroundings.create();
});
afterEach(() => surroundings.dispose());

const verifierOf = (auth: RunningAuth) =>
  createTokenVerifier({
    jwksUrl: `${auth.url}/.well-known/jwks.json`,
    issuer: 'videocall-auth',
    typ: 'at+jwt',
    schema: AccessClaims,
  });

const kidOf = (token: string) => decodeProtectedHeader(token).kid;

async function publishedKids(auth: RunningAuth): Promise<(string | undefined)[]> {
  const response = await fetch(`${auth.url}/.well-known/jwks.json`);
  return ((await response.json()) as JSONWebKeySet).keys.map(({ kid }) => kid);
}

async function guestToken(auth: RunningAuth): Promise<string> {
  return (await auth.client.createGuest({ displayName: 'Mei', browserSecret: '' })).accessToken;
}

/** Time goes on for an instance, and its minute's housekeeping is done. */
async function pass(auth: RunningAuth, ms: number): Promise<void> {
  auth.advance(ms);
  await auth.get(KeepSigningKeys).run();
}

describe('signing keys', () => {
  it('are published without their private half, for caches to keep five minutes', async () => {
    const auth = await surroundings.start();
    const response = await fetch(`${auth.url}/.well-known/jwks.json`);
    expect(response.headers.get('cache-control')).toBe('public, max-age=300');
    const { keys } = (await response.json()) as JSONWebKeySet;
    expect(keys).toHaveLength(1);
    expect(Object.keys(keys[0] ?? {}).toSorted()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
    expect(keys[0]).toMatchObject({ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' });
  });

  it('rotate: the next is published an hour ahead, tokens from before and after verify, the old one goes when its last token has', async () => {
    const auth = await surroundings.start();
    const verifier = verifierOf(auth);
    const before = await guestToken(auth);
    const old = kidOf(before);

    // The first key was made a moment before this instance's time stood still; a minute is more than that.
    await pass(auth, KEY_LIFETIME_MS - PUBLISH_AHEAD_MS - MINUTE_MS);
    expect(await publishedKids(auth)).toEqual([old]);
    await pass(auth, MINUTE_MS);
    expect(await publishedKids(auth)).toHaveLength(2);
    expect(kidOf(await guestToken(auth))).toBe(old);

    await pass(auth, PUBLISH_AHEAD_MS);
    const after = await guestToken(auth);
    expect(kidOf(after)).not.toBe(old);
    await expect(verifier.verify(before)).resolves.toMatchObject({ kind: 'guest' });
    await expect(verifier.verify(after)).resolves.toMatchObject({ kind: 'guest' });

    await pass(auth, LONGEST_TOKEN_MS - MINUTE_MS);
    expect(await publishedKids(auth)).toContain(old);
    await pass(auth, 2 * MINUTE_MS);
    expect(await publishedKids(auth)).toEqual([kidOf(after)]);
  });

  it('and the administrator are made once by two instances that start at once', async () => {
    const [first, second] = await Promise.all([surroundings.start(), surroundings.start()]);
    expect(await publishedKids(first)).toHaveLength(1);
    expect(await publishedKids(second)).toEqual(await publishedKids(first));
    await expect(verifierOf(first).verify(await guestToken(second))).resolves.toBeDefined();
    const { client } = first.get(PrismaAuthStore);
    expect(await client.user.count({ where: { admin: true } })).toBe(1);
    expect(await client.auditEvent.count({ where: { action: { in: ['ADMIN_CREATED', 'SIGNING_KEY_CREATED'] } } })).toBe(
      2,
    );
  });

  it('that one of two instances made, the other publishes long before it signs', async () => {
    const [maker, other] = [await surroundings.start(), await surroundings.start()];
    await pass(maker, KEY_LIFETIME_MS - PUBLISH_AHEAD_MS);
    await pass(other, KEY_LIFETIME_MS - PUBLISH_AHEAD_MS + MINUTE_MS);
    expect(new Set(await publishedKids(other))).toEqual(new Set(await publishedKids(maker)));
    maker.advance(PUBLISH_AHEAD_MS);
    await expect(verifierOf(other).verify(await guestToken(maker))).resolves.toBeDefined();
  });

  it('and the administrator outlive a restart', async () => {
    const first = await surroundings.start();
    const token = await guestToken(first);
    await first.stop();
    const second = await surroundings.start();
    expect(kidOf(await guestToken(second))).toBe(kidOf(token));
    expect(await second.get(PrismaAuthStore).client.user.count({ where: { admin: true } })).toBe(1);
  });

  it('cannot be read from the database alone; where the key-encryption key is lost, a new one signs and old tokens still verify', async () => {
    const first = await surroundings.start();
    const token = await guestToken(first);
    const [row] = await first.get(PrismaAuthStore).client.authSigningKey.findMany();
    expect(Buffer.from(row?.sealedPrivateJwk ?? []).toString('latin1')).not.toContain('"d"');
    await first.stop();

    rmSync(surroundings.keyEncryptionKeyFile);
    const second = await surroundings.start();
    expect(await publishedKids(second)).toHaveLength(2);
    await expect(verifierOf(second).verify(token)).resolves.toBeDefined();
    const renewed = await guestToken(second);
    expect(kidOf(renewed)).not.toBe(kidOf(token));
    await expect(verifierOf(second).verify(renewed)).resolves.toBeDefined();
  });
});
