import { callV1 } from '@videocall/contracts';
import { createGrpcClient, type GrpcClient } from '@videocall/platform-grpc';
import { Metadata } from '@grpc/grpc-js';
import { startRedis, waitFor, type TestRedis } from '@videocall/testing';
import { TestClient } from './testing/client.spec.fixture.js';
import { Surroundings, type RunningGateway } from './testing/surroundings.spec.fixture.js';

const PER_ADDRESS = 5;
const PER_USER = 10;

let redis: TestRedis;
let surroundings: Surroundings;
let gateways: [RunningGateway, RunningGateway];
let grpc: GrpcClient<callV1.CallServiceClient>;

beforeAll(async () => {
  redis = await startRedis();
  surroundings = await Surroundings.create(redis.url);
  const settings = {
    RATE_LIMIT_PER_IP_PER_MINUTE: String(PER_ADDRESS),
    RATE_LIMIT_PER_USER_PER_MINUTE: String(PER_USER),
    TRUSTED_PROXIES: '127.0.0.1',
  };
  gateways = [await surroundings.startGateway(settings), await surroundings.startGateway(settings)];
  grpc = createGrpcClient(callV1.CallServiceClient, { address: gateways[0].grpcAddress, defaultDeadlineMs: 5_000 });
});
afterAll(async () => {
  grpc.close();
  await surroundings.stop();
  await redis.stop();
});

let addresses = 0;
/** An address that nothing was counted for yet. */
const newAddress = () => `198.51.100.${++addresses}`;

interface Sender {
  readonly from: string;
  readonly token?: string;
}

async function getMe(gateway: RunningGateway, { from, token }: Sender): Promise<Response> {
  const headers = { 'x-forwarded-for': from, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) };
  return await fetch(`${gateway.url}/v1/me`, { headers });
}

async function statusesOf(count: number, sender: Sender): Promise<number[]> {
  const statuses: number[] = [];
  // By turns at both gateways: they count together.
  for (let i = 0; i < count; i++) statuses.push((await getMe(gateways[i % 2 === 0 ? 0 : 1], sender)).status);
  return statuses;
}

const times = (count: number, status: number): number[] => Array<number>(count).fill(status);

describe('the limit of an address without an identity', () => {
  it('holds over all gateways together, and says when it ends', async () => {
    const from = newAddress();
    expect(await statusesOf(PER_ADDRESS + 2, { from })).toEqual([...times(PER_ADDRESS, 401), 429, 429]);
    const refused = await getMe(gateways[0], { from });
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(await refused.json()).toMatchObject({ error: { reason: 'RATE_LIMITED' } });
  });

  it('is not passed by an address that the client made up', async () => {
    const from = newAddress();
    const statuses: number[] = [];
    for (let i = 0; i <= PER_ADDRESS; i++)
      statuses.push((await getMe(gateways[0], { from: `10.9.8.${i}, ${from}` })).status);
    expect(statuses.at(-1)).toBe(429);
  });

  it('counts forged tokens', async () => {
    const token = `${(await surroundings.accessToken()).slice(0, -4)}AAAA`;
    expect(await statusesOf(PER_ADDRESS + 1, { from: newAddress(), token })).toEqual([...times(PER_ADDRESS, 401), 429]);
  });

  it('is one for the whole network of an IPv6 household', async () => {
    const statuses: number[] = [];
    for (let i = 0; i <= PER_ADDRESS; i++)
      statuses.push((await getMe(gateways[0], { from: `2001:db8:1:2::${i + 1}` })).status);
    expect(statuses.at(-1)).toBe(429);
  });

  it('does not touch colleagues behind it who show who they are', async () => {
    const from = newAddress();
    await statusesOf(PER_ADDRESS + 1, { from });
    for (const user of ['user_a', 'user_b']) {
      const token = await surroundings.accessToken(user);
      expect(await statusesOf(PER_ADDRESS + 1, { from, token })).toEqual(times(PER_ADDRESS + 1, 200));
    }
  });

  it('leaves health and metrics alone', async () => {
    for (let i = 0; i < 2 * PER_ADDRESS; i++) expect((await fetch(`${gateways[0].url}/healthz`)).status).toBe(200);
  });
});

describe('the limit of an identity', () => {
  it('holds wherever it comes from', async () => {
    const token = await surroundings.accessToken('user_busy');
    const statuses: number[] = [];
    for (let i = 0; i < PER_USER + 1; i++)
      statuses.push((await getMe(gateways[0], { from: newAddress(), token })).status);
    expect(statuses).toEqual([...times(PER_USER, 200), 429]);
  });

  it('is the same for REST, Socket.IO and gRPC', async () => {
    const accessToken = await surroundings.accessToken('user_everywhere');
    await statusesOf(PER_USER - 2, { from: newAddress(), token: accessToken });
    const client = await TestClient.connect(gateways[0].url, { accessToken });
    client.close();
    const metadata = new Metadata();
    metadata.set('authorization', `Bearer ${accessToken}`);
    await grpc.getCallStatus({ callId: 'call_1' }, { metadata });
    await expect(grpc.getCallStatus({ callId: 'call_1' }, { metadata })).rejects.toMatchObject({
      reason: 'RATE_LIMITED',
    });
    await expect(TestClient.connect(gateways[1].url, { accessToken })).rejects.toMatchObject({
      reason: 'RATE_LIMITED',
    });
    expect((await getMe(gateways[1], { from: newAddress(), token: accessToken })).status).toBe(429);
  });
});

describe('connections without an identity', () => {
  it('count against their address at Socket.IO', async () => {
    const headers = { 'x-forwarded-for': newAddress() };
    const attempt = () => TestClient.connect(gateways[0].url, { accessToken: 'forged' }, headers);
    for (let i = 0; i < PER_ADDRESS; i++) await expect(attempt()).rejects.toMatchObject({ reason: 'TOKEN_INVALID' });
    await expect(attempt()).rejects.toMatchObject({ reason: 'RATE_LIMITED' });
  });

  it('are few at once from one address, and keep nobody else out', async () => {
    const url = `${gateways[1].url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
    const outcomes: string[] = [];
    const silent = Array.from({ length: 60 }, () => {
      const socket = new WebSocket(url);
      socket.addEventListener('open', () => outcomes.push('open'));
      socket.addEventListener('error', () => outcomes.push('refused'));
      return socket;
    });
    await waitFor(() => outcomes.length === silent.length);
    expect(outcomes.filter((outcome) => outcome === 'open')).toHaveLength(50);
    const accessToken = await surroundings.accessToken('user_elsewhere');
    const other = await TestClient.connect(gateways[1].url, { accessToken }, { 'x-forwarded-for': newAddress() });
    other.close();
    for (const socket of silent) socket.close();
    // With them gone there is room again.
    await waitFor(async () => (await TestClient.connect(gateways[1].url, { accessToken })).close() === undefined);
  });

  it('count against their address at gRPC', async () => {
    const metadata = new Metadata();
    metadata.set('x-forwarded-for', newAddress());
    const attempt = () => grpc.getCallStatus({ callId: 'call_1' }, { metadata });
    for (let i = 0; i < PER_ADDRESS; i++) await expect(attempt()).rejects.toMatchObject({ reason: 'TOKEN_MISSING' });
    await expect(attempt()).rejects.toMatchObject({ reason: 'RATE_LIMITED' });
  });
});

describe('without Redis', () => {
  it('each gateway limits by itself, and together again afterwards', async () => {
    await redis.stop();
    const from = newAddress();
    const alone = async () => (await getMe(gateways[0], { from })).status;
    const statuses: number[] = [];
    for (let i = 0; i <= PER_ADDRESS; i++) statuses.push(await alone());
    expect(statuses).toEqual([...times(PER_ADDRESS, 401), 429]);
    redis = await redis.startAgain();
    // The count in Redis begins anew.
    await waitFor(async () => (await alone()) === 401, { what: 'counting in Redis' });
  });
});
