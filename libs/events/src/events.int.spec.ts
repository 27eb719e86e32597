import { once } from 'node:events';
import { startRedis, waitFor, type TestRedis } from '@videocall/testing';
import { eventsV1 } from '@videocall/contracts';
import type { Redis } from 'ioredis';
import { connectRedis } from './connect-redis.js';
import { consumeStream, type ConsumeOptions, type PositionStore } from './consume-stream.js';
import { CALL_EVENTS } from './event-streams.js';
import { publishEvents } from './publish-events.js';
import type { StreamReader } from './stream-loop.js';
import { tailStream } from './tail-stream.js';

const event = (id: string, revision = 1): eventsV1.CallEvent =>
  eventsV1.CallEvent.fromPartial({
    id,
    callId: 'call_1',
    revision,
    occurredAt: new Date('2026-01-02T03:04:05.678Z'),
    fact: { $case: 'callLocked', value: { locked: true } },
  });

let server: TestRedis;
let redis: Redis;
const readers: StreamReader[] = [];

const publish = (...ids: string[]): Promise<string[]> =>
  publishEvents(
    redis,
    CALL_EVENTS,
    ids.map((eventId) => ({ eventId, payload: CALL_EVENTS.encode(event(eventId)) })),
  );
/** Redis dies with all its data and comes back on the same port. */
const loseRedis = async (): Promise<void> => {
  await server.stop();
  server = await server.startAgain();
  if (redis.status !== 'ready') await once(redis, 'ready');
};
const breakConnections = (): Promise<unknown> => redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');

beforeAll(async () => {
  server = await startRedis();
  redis = connectRedis(server.url, () => undefined);
});
afterEach(async () => {
  for (const reader of readers.splice(0)) await reader.close();
  await redis.flushall();
});
afterAll(async () => {
  redis.disconnect();
  await server.stop();
});

describe('following a stream from now on', () => {
  const follow = async () => {
    const seen: eventsV1.CallEvent[] = [];
    const followed = { seen, ids: () => seen.map(({ id }) => id), gaps: 0, errors: [] as Error[] };
    readers.push(
      tailStream({
        redisUrl: server.url,
        stream: CALL_EVENTS,
        onEvent: (one) => {
          seen.push(one);
          if (one.id === 'evt_poison') throw new Error('a reader that cannot take this one');
        },
        onGap: () => (followed.gaps += 1),
        onError: (error) => followed.errors.push(error),
      }),
    );
    await waitFor(() => followed.gaps === 1, { what: 'the reader starting' });
    return followed;
  };

  it('gives each event whole, and none from before', async () => {
    await publish('evt_old');
    const followed = await follow();
    await publish('evt_1', 'evt_2');
    await waitFor(() => followed.seen.length === 2);
    expect(followed.seen).toEqual([event('evt_1'), event('evt_2')]);
  });

  it('misses nothing when only the connection broke, and reports no gap', async () => {
    const followed = await follow();
    await publish('evt_1');
    await waitFor(() => followed.seen.length === 1);
    await breakConnections();
    await publish('evt_2');
    await waitFor(() => followed.seen.length === 2);
    expect(followed).toMatchObject({ gaps: 1 });
    expect(followed.ids()).toEqual(['evt_1', 'evt_2']);
  });

  it('reports a gap when Redis came back without its data, and goes on with what comes then', async () => {
    const followed = await follow();
    await publish('evt_1');
    await waitFor(() => followed.seen.length === 1);
    await loseRedis();
    await waitFor(() => followed.gaps === 2, { what: 'the gap' });
    await publish('evt_2');
    await waitFor(() => followed.seen.length === 2);
    expect(followed.ids()).toEqual(['evt_1', 'evt_2']);
  });

  it('goes on after an event that its reader could not take', async () => {
    const followed = await follow();
    await publish('evt_poison', 'evt_2');
    await waitFor(() => followed.seen.length === 2);
    expect(followed.ids()).toEqual(['evt_poison', 'evt_2']);
    expect(followed.errors).toEqual([new Error('a reader that cannot take this one')]);
  });
});

describe('consuming a stream', () => {
  class Position implements PositionStore {
    saved: string | undefined;
    load = async (): Promise<string | undefined> => this.saved;
    save = async (streamId: string): Promise<void> => {
      this.saved = streamId;
    };
  }

  const consume = (options: Partial<ConsumeOptions<eventsV1.CallEvent>> = {}) => {
    const consumed = { handled: [] as string[], parked: [] as string[], errors: [] as Error[] };
    const reader = consumeStream({
      redisUrl: server.url,
      stream: CALL_EVENTS,
      position: new Position(),
      handle: async (_event, eventId) => {
        consumed.handled.push(eventId);
      },
      park: async (entry) => {
        consumed.parked.push(entry.eventId);
      },
      onError: (error) => consumed.errors.push(error),
      ...options,
    });
    readers.push(reader);
    return { ...consumed, reader };
  };

  it('begins at the oldest event, and goes on where it stopped', async () => {
    const position = new Position();
    const streamIds = await publish('evt_1', 'evt_2');
    const first = consume({ position });
    await waitFor(() => position.saved === streamIds[1]);
    await first.reader.close();
    await publish('evt_3');
    const second = consume({ position });
    await waitFor(() => second.handled.length === 1);
    expect([...first.handled, ...second.handled]).toEqual(['evt_1', 'evt_2', 'evt_3']);
  });

  it('tries an event again that failed, before it goes on', async () => {
    const tries: string[] = [];
    const consumed = consume({
      handle: async (_event, eventId) => {
        tries.push(eventId);
        if (tries.length < 3) throw new Error('not yet');
      },
    });
    await publish('evt_1', 'evt_2');
    await waitFor(() => tries.includes('evt_2'));
    expect(tries).toEqual(['evt_1', 'evt_1', 'evt_1', 'evt_2']);
    expect(consumed.parked).toEqual([]);
  });

  it('parks an event that keeps failing or cannot be read, and goes on', async () => {
    const handled: string[] = [];
    const consumed = consume({
      handle: async (_event, eventId) => {
        if (eventId === 'evt_1') throw new Error('never');
        handled.push(eventId);
      },
    });
    await publish('evt_1');
    await publishEvents(redis, CALL_EVENTS, [{ eventId: 'evt_2', payload: Uint8Array.of(255) }]);
    await publish('evt_3');
    await waitFor(() => handled.includes('evt_3'));
    expect(handled).toEqual(['evt_3']);
    expect(consumed.parked).toEqual(['evt_1', 'evt_2']);
  });

  it('passes over no event that it could neither handle nor park', async () => {
    let isDatabaseAway = true;
    const handled: string[] = [];
    const away = async (): Promise<void> => {
      if (isDatabaseAway) throw new Error('database away');
    };
    const consumed = consume({
      handle: async (_event, eventId) => {
        await away();
        handled.push(eventId);
      },
      park: away,
    });
    await publish('evt_1');
    await waitFor(() => consumed.errors.length > 0);
    isDatabaseAway = false;
    await waitFor(() => handled.length > 0);
    expect(handled).toEqual(['evt_1']);
  });

  it('goes on through Redis being away, and sees again what is published again', async () => {
    const consumed = consume();
    await publish('evt_1');
    await waitFor(() => consumed.handled.length === 1);
    await loseRedis();
    await publish('evt_1', 'evt_2');
    await waitFor(() => consumed.handled.length === 3);
    expect(consumed.handled).toEqual(['evt_1', 'evt_1', 'evt_2']);
  });

  it('begins anew when the stream ends before its position, as after Redis was lost and the clock set back', async () => {
    const position = new Position();
    position.saved = '99999999999999-7';
    await publish('evt_1');
    const consumed = consume({ position });
    await waitFor(() => consumed.handled.length === 1);
    expect(consumed.handled).toEqual(['evt_1']);
  });
});

describe('publishing', () => {
  it('keeps the order, and tells where each event stands', async () => {
    const streamIds = await publish('evt_1', 'evt_2', 'evt_3');
    const entries = await redis.xrange(CALL_EVENTS.name, '-', '+');
    expect(entries.map(([streamId, fields]) => [streamId, fields[1]])).toEqual([
      [streamIds[0], 'evt_1'],
      [streamIds[1], 'evt_2'],
      [streamIds[2], 'evt_3'],
    ]);
  });

  it('fails when an event was not written', async () => {
    await redis.set(CALL_EVENTS.name, 'no stream');
    await expect(publish('evt_1')).rejects.toThrow('WRONGTYPE');
  });
});
