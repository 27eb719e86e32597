import { eventsV1 } from '@videocall/contracts';
import { CALL_EVENTS, connectRedis, publishEvents } from '@videocall/events';
import { waitFor } from '@videocall/testing';
import type { Redis } from 'ioredis';

import { PrismaAuthStore } from './adapters/prisma/prisma-auth-store.js';
import { SendMaintenanceNotices } from './application/send-maintenance-notices.js';
import { AuthSurroundings, type RunningAuth, registration } from './running-auth.spec.fixture.js';
import { TestMailServer } from './test-mail-server.spec.fixture.js';

const HOUR = 3_600_000;

let surroundings: AuthSurroundings;
let mail: TestMailServer;
let auth: RunningAuth;
let other: RunningAuth;
let redis: Redis;
let announced = 0;

beforeAll(async () => {
  surroundings = await AuthSurroundings.create();
  mail = await TestMailServer.start();
  const settings = {
    SMTP_HOST: '127.0.0.1',
    SMTP_PORT: String(mail.port),
    SMTP_FROM: 'Videocall <videocall@call.example.com>',
    PUBLIC_URL: 'https://call.example.com',
  };
  [auth, other] = [await surroundings.start(settings), await surroundings.start(settings)];
  redis = connectRedis(surroundings.redisUrl, (error) => {
    throw error;
  });
}, 60_000);
afterAll(async () => {
  redis.disconnect();
  await surroundings.dispose();
  await mail.stop();
});
beforeEach(() => mail.forget());

/** As the orchestrator's relay puts it into the stream; resolves when auth has heard it. */
async function publish(maintenance: Partial<eventsV1.MaintenanceChanged['maintenance']>): Promise<void> {
  const event = eventsV1.CallEvent.fromPartial({
    id: `evt_${++announced}`,
    occurredAt: auth.now(),
    actorId: 'operator',
    fact: { $case: 'maintenanceChanged', value: { maintenance } },
  });
  await publishEvents(redis, CALL_EVENTS, [{ eventId: event.id, payload: CALL_EVENTS.encode(event) }]);
  await waitFor(async () => (await client().auditEvent.count({ where: { sourceEventId: event.id } })) === 1, {
    what: 'auth hearing of it',
  });
}

const client = () => auth.get(PrismaAuthStore).client;
const hours = (count: number) => new Date(auth.now().getTime() + count * HOUR);
const maintenance = (id: string, startsAt: Date) => ({
  id,
  startsAt,
  endsAt: new Date(startsAt.getTime() + 2 * HOUR),
  textEn: 'New disk',
  textJa: '新しいディスク',
});
const send = (at = auth) => at.get(SendMaintenanceNotices).run();

describe('maintenance of the server', () => {
  it('is told to every user by email from a day before, to each once, whichever instance tells it', async () => {
    const emails = [registration(), registration(), registration()];
    for (const one of emails) await auth.client.register(one);
    await publish(maintenance('mnt_day', hours(30)));
    await Promise.all([send(), send(other)]);
    expect(mail.received).toEqual([]);
    auth.advance(7 * HOUR);
    other.advance(7 * HOUR);
    await Promise.all([send(), send(other)]);
    await Promise.all([send(), send(other)]);
    const told = mail.received.map(({ to }) => to).sort();
    expect(told).toEqual([...emails.map(({ email }) => email), 'admin@videocall.local'].sort());
    expect(mail.received[0]?.text).toContain('New disk');
    expect(mail.received[0]?.from).toBe('videocall@call.example.com');
  });

  it('goes on after the mail server was away, and past an address that is refused', async () => {
    await auth.client.register(registration({ email: 'nobody@refused.example' }));
    await publish(maintenance('mnt_away', hours(20)));
    mail.takesNothing = true;
    await expect(send()).rejects.toThrow();
    mail.takesNothing = false;
    await send();
    const told = mail.received.map(({ to }) => to);
    expect(new Set(told).size).toBe(told.length);
    expect(told).toHaveLength((await client().user.count()) - 1);
  });

  it('that is called off, or that begins within the hour, is told to nobody', async () => {
    await publish(maintenance('mnt_off', hours(20)));
    await publish({ ...maintenance('mnt_off', hours(20)), endedAt: auth.now() });
    // Events may come again after Redis was lost.
    await publish(maintenance('mnt_off', hours(20)));
    await publish(maintenance('mnt_now', hours(0.5)));
    await send();
    expect(mail.received).toEqual([]);
  });
});
