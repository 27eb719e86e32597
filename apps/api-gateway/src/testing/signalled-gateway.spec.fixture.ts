import { eventsV1 } from '@videocall/contracts';
import { CALL_EVENTS, connectRedis, publishEvents } from '@videocall/events';
import { waitFor } from '@videocall/testing';
import type { Redis } from 'ioredis';
import { TestClient } from './client.spec.fixture.js';
import { Surroundings, type RunningGateway } from './surroundings.spec.fixture.js';

/** The gateway under test and what is around it: started anew for each file of tests. */
export let surroundings: Surroundings;
export let gateway: RunningGateway;
export let redis: Redis;
/** Closed after each test. */
export const clients: TestClient[] = [];
let events = 0;
let calls = 0;

/** To be called once by a file of tests. */
export function startsGateway(): void {
  beforeAll(async () => {
    surroundings = await Surroundings.create();
    gateway = await surroundings.startGateway();
    redis = connectRedis(surroundings.redisUrl, () => undefined);
  });
  // A call of its own for each test: the gateway remembers how far a call went.
  beforeEach(() => {
    surroundings.callId = `call_test_${++calls}`;
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
    surroundings.answerAsUsual();
    surroundings.mediaRevision = 3;
  });
  afterAll(async () => {
    redis.disconnect();
    await surroundings.stop();
  });
}

/** A client that is signed in. */
export async function connect(identityId = 'user_1', to = gateway, sid = 'ases_1'): Promise<TestClient> {
  const client = await TestClient.connect(to.url, { accessToken: await surroundings.accessToken(identityId, { sid }) });
  clients.push(client);
  return client;
}

export async function joinRequest(fields: object = {}) {
  return {
    requestId: 'r1',
    grant: await surroundings.grant(),
    rtpCapabilities: { codecs: [] },
    codecListHash: 'h',
    sendProfile: 'AUTO' as const,
    receiveProfile: 'AUTO' as const,
    ...fields,
  };
}

/** A client in the test's call, heard by its node. */
export async function joined(to = gateway): Promise<TestClient> {
  const client = await connect('user_1', to);
  const before = surroundings.attachRequests.length;
  await client.send('join', await joinRequest());
  await waitFor(() => surroundings.attachRequests.length > before);
  return client;
}

/** Tells a fact of the test's call, as the orchestrator does. */
export async function publish(
  fact: eventsV1.CallEvent['fact'],
  revision: number,
  onlyParticipantId = '',
): Promise<void> {
  const event = eventsV1.CallEvent.fromPartial({
    id: `evt_${++events}`,
    callId: surroundings.callId,
    revision,
    onlyParticipantId,
    fact,
  });
  await publishEvents(redis, CALL_EVENTS, [{ eventId: event.id, payload: CALL_EVENTS.encode(event) }]);
}

export const locked = (value: boolean): eventsV1.CallEvent['fact'] => ({
  $case: 'callLocked',
  value: { locked: value },
});

/** A sample from `/metrics`. */
export async function metric(name: string, labels = ''): Promise<number> {
  const text = await (await fetch(`${gateway.url}/metrics`)).text();
  const sample = text
    .split('\n')
    .find((line) => line.startsWith(name) && labels.split(',').every((label) => line.includes(label)));
  return Number(sample?.split(' ').at(-1) ?? 0);
}
