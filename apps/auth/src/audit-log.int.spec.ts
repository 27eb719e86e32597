import { readFileSync } from 'node:fs';

import { authV1, callV1, eventsV1 } from '@videocall/contracts';
import { CALL_EVENTS, connectRedis, publishEvents } from '@videocall/events';
import { waitFor } from '@videocall/testing';
import type { Redis } from 'ioredis';

import { PrismaAuthStore } from './adapters/prisma/prisma-auth-store.js';
import { AuthSurroundings, type RunningAuth, bearer, device, registration } from './running-auth.spec.fixture.js';

let surroundings: AuthSurroundings;
let auth: RunningAuth;
let redis: Redis;
let admin: authV1.SignedIn;

beforeAll(async () => {
  surroundings = await AuthSurroundings.create();
  auth = await surroundings.start();
  redis = connectRedis(surroundings.redisUrl, (error) => {
    throw error;
  });
  const password = readFileSync(surroundings.adminPasswordFile, 'utf8').trim();
  admin = await auth.client.login({ email: 'admin@videocall.local', password, device: device('192.0.2.1') });
});
afterAll(async () => {
  redis.disconnect();
  await surroundings.dispose();
});

const page = (pageSize: number, pageToken = '') =>
  auth.client.listAuditEvents({ pageSize, pageToken }, bearer(admin.accessToken));
const newest = async (pageSize = 50) => (await page(pageSize)).events;

let events = 0;

/** As the orchestrator's relay puts it into the stream. */
async function publish(fact: eventsV1.CallEvent['fact'], id = `evt_${++events}`): Promise<void> {
  const event: eventsV1.CallEvent = {
    id,
    occurredAt: auth.now(),
    callId: 'call_1',
    revision: events,
    actorId: 'user_host',
    onlyParticipantId: '',
    fact,
  };
  await publishEvents(redis, CALL_EVENTS, [{ eventId: id, payload: CALL_EVENTS.encode(event) }]);
}

const locked = (value: boolean): eventsV1.CallEvent['fact'] => ({ $case: 'callLocked', value: { locked: value } });

describe('the audit log', () => {
  it('tells of registrations, logins and ends of AuthSessions, with who and from where', async () => {
    const request = registration();
    auth.advance(1);
    const { user, authSessionId, accessToken } = await auth.client.register(request);
    auth.advance(1);
    await auth.client
      .login({ email: request.email, password: 'not the password', device: device('198.51.100.4') })
      .catch(() => undefined);
    auth.advance(1);
    await auth.client.logout({ refreshToken: '' }, bearer(accessToken));
    const [out, failed, made] = await newest(3);
    expect(out).toMatchObject({
      action: 'AUTH_SESSION_ENDED',
      actorId: user?.id,
      subject: authSessionId,
      result: 'LOGGED_OUT',
    });
    expect(failed).toMatchObject({
      action: 'LOGIN_FAILED',
      actorId: '',
      result: 'CREDENTIALS_WRONG',
      ipAddress: '198.51.100.4',
    });
    expect(failed?.subject).toBe('p…@example.org');
    expect(made).toMatchObject({
      action: 'USER_REGISTERED',
      actorId: user?.id,
      subject: user?.id,
      result: 'SUCCESS',
      ipAddress: request.device?.ipAddress,
    });
    expect(made?.id).toMatch(/^aud_\w{20}$/);
  });

  it('is read in pages without a gap or a repetition, while it grows', async () => {
    for (let index = 0; index < 7; index += 1)
      await auth.client.createGuest({ displayName: 'Guest', browserSecret: '' });
    const all = (await newest(200)).map(({ id }) => id);
    const paged: string[] = [];
    let token = '';
    do {
      const { events: found, nextPageToken } = await page(3, token);
      expect(found.length).toBeLessThanOrEqual(3);
      paged.push(...found.map(({ id }) => id));
      auth.advance(1);
      await auth.client.createGuest({ displayName: 'Late guest', browserSecret: '' });
      token = nextPageToken;
    } while (token !== '');
    expect(paged).toEqual(all);
  });

  it('is for administrators, by what the database says and not the token', async () => {
    const { accessToken, user } = await auth.client.register(registration());
    await expect(
      auth.client.listAuditEvents({ pageSize: 10, pageToken: '' }, bearer(accessToken)),
    ).rejects.toMatchObject({ reason: 'ADMIN_ONLY' });
    const guest = await auth.client.createGuest({ displayName: 'Guest', browserSecret: '' });
    await expect(
      auth.client.listAuditEvents({ pageSize: 10, pageToken: '' }, bearer(guest.accessToken)),
    ).rejects.toMatchObject({ reason: 'USERS_ONLY' });
    await auth.get(PrismaAuthStore).client.user.update({ where: { id: user?.id ?? '' }, data: { admin: true } });
    await expect(
      auth.client.listAuditEvents({ pageSize: 10, pageToken: '' }, bearer(accessToken)),
    ).resolves.toBeDefined();
  });

  it.each([-1, 201])('refuses a page of %i', async (pageSize) => {
    await expect(page(pageSize)).rejects.toMatchObject({ reason: 'REQUEST_INVALID' });
  });

  it('refuses a page token of its own making', async () => {
    await expect(page(10, 'elsewhere')).rejects.toMatchObject({ reason: 'REQUEST_INVALID' });
  });

  it('tells what hosts do in calls, once for each event, however often it comes', async () => {
    auth.advance(1);
    await publish(locked(true), 'evt_twice');
    await publish(locked(true), 'evt_twice');
    await publish({ $case: 'chatMessageSent', value: { message: undefined } });
    auth.advance(1);
    await publish({
      $case: 'participantLeft',
      value: { participantId: 'part_2', identityId: 'guest_2', reason: callV1.LeaveReason.REMOVED },
    });
    await waitFor(async () => (await newest(1))[0]?.action === 'PARTICIPANT_REMOVED', {
      what: 'the removal in the audit log',
    });
    const [removed, lock, ...others] = await newest();
    expect(removed).toMatchObject({ actorId: 'user_host', subject: 'call_1 part_2 guest_2' });
    expect(lock).toMatchObject({ action: 'CALL_LOCKED', subject: 'call_1', actorId: 'user_host' });
    expect(others.some(({ action }) => action === 'CALL_LOCKED')).toBe(false);
  });

  it('goes on after a restart where it stopped reading, and keeps what it cannot read for a person', async () => {
    const other = await surroundings.start();
    await other.stop();
    await auth.stop();
    await publishEvents(redis, CALL_EVENTS, [{ eventId: 'evt_broken', payload: Buffer.from([0xff, 0xff, 0xff]) }]);
    await publish(locked(false), 'evt_while_down');
    auth = await surroundings.start();
    const { client } = auth.get(PrismaAuthStore);
    await waitFor(() => client.auditEvent.findUnique({ where: { sourceEventId: 'evt_while_down' } }), {
      what: 'the event from while auth was down',
    });
    expect(await client.authParkedEvent.findMany()).toMatchObject([
      { eventId: 'evt_broken', stream: 'videocall:call' },
    ]);
    expect(await client.auditEvent.count({ where: { sourceEventId: 'evt_twice' } })).toBe(1);
  });
});

describe('the database roles', () => {
  const statements = [
    "UPDATE auth.audit_events SET result = 'SUCCESS'",
    'DELETE FROM auth.audit_events',
    'TRUNCATE auth.audit_events',
    'DROP TABLE auth.audit_events',
    'ALTER TABLE auth.audit_events DISABLE TRIGGER ALL',
  ];
  it.each(statements)('auth itself may not: %s', async (statement) => {
    await expect(auth.get(PrismaAuthStore).client.$executeRawUnsafe(statement)).rejects.toThrow(
      /permission denied|must be owner/,
    );
  });

  it('auth may not read calls, and the orchestrator may not read identities', async () => {
    const { client } = auth.get(PrismaAuthStore);
    await expect(client.call.findFirst()).rejects.toThrow(/denied/);
    const foreign = new PrismaAuthStore(surroundings.database.urls.call);
    for (const table of ['users', 'auth_sessions', 'refresh_tokens', 'signing_keys', 'audit_events', 'outbox']) {
      await expect(foreign.client.$queryRawUnsafe(`SELECT * FROM auth.${table}`)).rejects.toThrow(/permission denied/);
    }
    await foreign.onModuleDestroy();
  });
});
