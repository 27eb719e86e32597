import { eventsV1 } from '@videocall/contracts';
import { CALL_EVENTS } from '@videocall/events';
import { createTestDatabase, startRedis, waitFor, type TestDatabase, type TestRedis } from '@videocall/testing';
import { Redis } from 'ioredis';
import { createPrismaClient } from './create-prisma-client.js';
import type { PrismaClient } from './generated/client.js';
import { OutboxRelay } from './outbox-relay.js';
import { outboxRow } from './outbox-row.js';

const event = (id: string, revision: number): eventsV1.CallEvent =>
  eventsV1.CallEvent.fromPartial({
    id,
    callId: 'call_1',
    revision,
    fact: { $case: 'callLocked', value: { locked: true } },
  });

let database: TestDatabase;
let prisma: PrismaClient;
let server: TestRedis;
const relays: OutboxRelay[] = [];
let number = 0;

const startRelay = (): OutboxRelay => {
  const relay = new OutboxRelay({
    databaseUrl: database.urls.call,
    redisUrl: server.url,
    schema: 'call',
    stream: CALL_EVENTS,
    onError: () => undefined,
  });
  relay.start();
  relays.push(relay);
  return relay;
};
const write = async (count = 1): Promise<string[]> => {
  const events = Array.from({ length: count }, () => event(`evt_${(number += 1)}`, number));
  await prisma.callOutbox.createMany({
    data: events.map((one) => outboxRow(CALL_EVENTS, one, one.callId, one.revision)),
  });
  return events.map(({ id }) => id);
};
/** Event ids in the stream, oldest first; none while Redis is away. */
const published = async (): Promise<string[]> => {
  const redis = new Redis(server.url, { lazyConnect: true, retryStrategy: null, maxRetriesPerRequest: 0 });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    return (await redis.xrange(CALL_EVENTS.name, '-', '+')).map(([, fields]) => fields[1] ?? '');
  } finally {
    if (redis.status !== 'end') redis.disconnect();
  }
};
/** Whether some relay asked for the lock and did not get it. */
const standsBy = async (): Promise<boolean> => {
  const asking = await prisma.$queryRaw<unknown[]>`
    SELECT 1 FROM pg_stat_activity WHERE query LIKE '%pg_try_advisory_lock%' AND pid <> pg_backend_pid()`;
  return asking.length > 0;
};
const untilPublished = (ids: readonly string[]): Promise<unknown> =>
  waitFor(async () => (await published()).join() === ids.join(), { what: `publishing ${ids.join()}` });

beforeAll(async () => {
  [database, server] = await Promise.all([createTestDatabase(), startRedis()]);
  prisma = createPrismaClient(database.urls.call);
});
afterEach(async () => {
  for (const relay of relays.splice(0)) await relay.stop();
  await prisma.callOutbox.deleteMany();
  const redis = new Redis(server.url);
  await redis.flushall();
  redis.disconnect();
});
afterAll(async () => {
  await prisma.$disconnect();
  await server.stop();
  await database.drop();
});

describe('the outbox relay', () => {
  it('publishes what was written before it started, and after, in order and whole', async () => {
    const before = await write(3);
    startRelay();
    await untilPublished(before);
    const after = await write(250);
    await untilPublished([...before, ...after]);

    const redis = new Redis(server.url);
    const [last] = await redis.xrevrangeBuffer(CALL_EVENTS.name, '+', '-', 'COUNT', 1);
    redis.disconnect();
    expect(CALL_EVENTS.decode(last?.[1][3] ?? Buffer.alloc(0))).toEqual(event(`evt_${number}`, number));
  });

  it('is woken by the write itself, long before its sweep', async () => {
    startRelay();
    await untilPublished(await write());
    const delays: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const before = (await published()).length;
      const written = performance.now();
      await write();
      await waitFor(async () => (await published()).length > before, { intervalMs: 5 });
      delays.push(performance.now() - written);
    }
    delays.sort((a, b) => a - b);
    expect(delays[2]).toBeLessThan(500);
  });

  it('publishes nothing of a transaction that was rolled back', async () => {
    startRelay();
    const rolledBack = prisma.$transaction(async (transaction) => {
      await transaction.callOutbox.create({ data: outboxRow(CALL_EVENTS, event('evt_never', 1), 'call_1', 1) });
      throw new Error('rolled back');
    });
    await expect(rolledBack).rejects.toThrow('rolled back');
    await untilPublished(await write());
  });

  it('publishes each event once, though two relays run, and goes on when the publishing one stops', async () => {
    const first = startRelay();
    const ids = await write();
    await untilPublished(ids);
    startRelay();
    await waitFor(standsBy, { what: 'the second relay asking for the lock' });
    ids.push(...(await write(20)));
    await untilPublished(ids);
    await first.stop();
    ids.push(...(await write()));
    await untilPublished(ids);
  });

  it('publishes what was written while Redis was away', async () => {
    startRelay();
    const ids = await write();
    await untilPublished(ids);
    process.kill(server.pid, 'SIGSTOP');
    ids.push(...(await write(2)));
    process.kill(server.pid, 'SIGCONT');
    await untilPublished(ids);
  });

  it('publishes the last 24 hours again, in order, when Redis came back without its data', async () => {
    startRelay();
    const ids = await write(3);
    await untilPublished(ids);
    await server.stop();
    server = await server.startAgain();
    await untilPublished(ids);
    ids.push(...(await write()));
    await untilPublished(ids);
  });

  it('goes on when its database connection was cut', async () => {
    startRelay();
    const ids = await write();
    await untilPublished(ids);
    await prisma.$queryRaw`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%outbox%' AND pid <> pg_backend_pid()`;
    ids.push(...(await write()));
    await untilPublished(ids);
  });

  it('forgets published events after 24 hours, and keeps what could not be published', async () => {
    const [old, oldUnpublished, fresh] = await write(3);
    const dayAgo = new Date(Date.now() - 24 * 3_600_000 - 1_000);
    await prisma.callOutbox.update({
      where: { eventId: old },
      data: { createdAt: dayAgo, publishedAt: dayAgo, streamId: '1-1' },
    });
    await prisma.callOutbox.update({ where: { eventId: oldUnpublished }, data: { createdAt: dayAgo } });
    startRelay();
    await untilPublished([oldUnpublished ?? '', fresh ?? '']);
    await waitFor(
      async () =>
        (await prisma.callOutbox.count({ where: { eventId: { in: [old ?? '', oldUnpublished ?? ''] } } })) === 0,
    );
    expect(await prisma.callOutbox.count()).toBe(1);
  });
});
