import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { isReason } from '@videocall/errors';
import { ENDPOINTS, type Endpoint } from '@videocall/rest-api';
import { REQUESTS, type MediaConfiguration, type RequestName } from '@videocall/signalling';
import { SyntheticParticipant } from '@videocall/synthetic-participant';
import {
  grantFor,
  inviteTo,
  registerUser,
  rest,
  type RestIdentity,
  startCall,
} from '@videocall/synthetic-participant/rest';
import { io, type Socket } from 'socket.io-client';
import { flowing } from './support/flow.js';
import { DEEP_JSON, HOSTILE_VALUES, objectOf } from './support/hostile-values.js';
import { startProduct, type Product } from './support/product.js';
import { reasonOf } from './support/refusals.js';

const SERVICES = ['auth', 'call-orchestrator', 'sfu-node', 'api-gateway', 'web'];
const TWO_MEGABYTES = 'x'.repeat(2 * 1024 * 1024);

let product: Product;
let host: RestIdentity;
let sender: SyntheticParticipant;
let receiver: SyntheticParticipant;
let microphone: string;

beforeAll(async () => {
  product = await startProduct();
  const { origin } = product;
  host = await registerUser(origin, 'Host');
  const { call, grant } = await startCall(origin, host);
  const other = await registerUser(origin, 'Other');
  sender = await SyntheticParticipant.join(origin, host, grant);
  receiver = await SyntheticParticipant.join(
    origin,
    other,
    await grantFor(origin, other, call.id, await inviteTo(origin, host, call.id)),
  );
  await receiver.receive();
  microphone = await sender.publishMicrophone(440);
  await flowing(receiver, microphone);
}, 120_000);

afterAll(async () => {
  sender?.vanish();
  receiver?.vanish();
  await product?.stop();
});

// No process ended, the API answers, and a call that has nothing to do with it goes on.
afterEach(async () => {
  expect(SERVICES.map((name) => [name, product.stack.restarts(name)])).toEqual(SERVICES.map((name) => [name, 0]));
  await rest(product.origin, 'GET', '/v1/me', { token: host.accessToken });
  await flowing(receiver, microphone);
});

describe('REST', () => {
  // Signing out is what it would do with any body.
  const endpoints = Object.entries<Endpoint>(ENDPOINTS).filter(([name]) => name !== 'logout');

  /** What is wrong with an answer; undefined where it is a success or a refusal with its reason. */
  async function wrongWith(what: string, request: Promise<Response>): Promise<string | undefined> {
    const response = await request;
    const text = await response.text();
    if (response.status < 300) return undefined;
    if (response.status >= 500) return `${what}: ${response.status} ${text}`;
    try {
      const { error } = JSON.parse(text) as { error: { reason: string } };
      return isReason(error.reason) ? undefined : `${what}: reason ${error.reason}`;
    } catch {
      return `${what}: ${response.status} without a reason: ${text.slice(0, 200)}`;
    }
  }

  function send(
    method: string,
    path: string,
    { body, headers = {} }: { body?: BodyInit; headers?: Record<string, string> } = {},
  ): Promise<Response> {
    return fetch(`${product.origin}${path}`, {
      method,
      headers: { authorization: `Bearer ${host.accessToken}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined || method === 'GET' ? {} : { body }),
      signal: AbortSignal.timeout(15_000),
    });
  }

  const pathOf = ({ path }: Endpoint, param: string): string => path.replace(/:\w+/g, param);
  const keysOf = ({ body }: Endpoint): string[] => Object.keys((body as { shape?: object } | undefined)?.shape ?? {});

  it.each(endpoints)('%s refuses hostile bodies, parameters and queries with a reason', async (_, endpoint) => {
    const { method } = endpoint;
    const path = pathOf(endpoint, 'call_00000000000000000000');
    const bodies = [
      ...HOSTILE_VALUES.map((value) => JSON.stringify(value)),
      ...HOSTILE_VALUES.map((value) => JSON.stringify(objectOf(keysOf(endpoint), value))),
      DEEP_JSON,
      `{"__proto__": {"admin": true}, "title": ${DEEP_JSON}}`,
      '{"title": ',
      Buffer.from([0xff, 0xfe, 0x00, 0x80]),
    ];
    const params = ['%00', '%ff', '%2e%2e%2fadmin', 'x'.repeat(3_000), '%f0%9f%92%a9', "'--", '[object%20Object]'];
    const queries = [
      'pageSize=-1',
      'pageSize=1e9',
      'pageSize=a&pageSize=b',
      'pageToken=%00',
      `after=${'x'.repeat(3_000)}`,
    ];
    const hasParams = endpoint.path.includes(':');
    const wrong = await Promise.all([
      ...(method === 'GET' ? [] : bodies).map((body, index) =>
        wrongWith(`body ${index}`, send(method, path, { body })),
      ),
      ...(hasParams ? params : []).map((param) =>
        wrongWith(`parameter ${param}`, send(method, pathOf(endpoint, param), { body: '{}' })),
      ),
      ...(endpoint.query ? queries : []).map((query) => wrongWith(query, send(method, `${path}?${query}`))),
    ]);
    expect(wrong.filter((found) => found !== undefined)).toEqual([]);
  });

  it('refuses hostile headers, sizes, types and paths with a reason', async () => {
    const calls = '/v1/calls';
    const wrong = await Promise.all([
      wrongWith('2 MB', send('POST', calls, { body: JSON.stringify({ title: TWO_MEGABYTES }) })),
      wrongWith('XML', send('POST', calls, { body: '<call/>', headers: { 'content-type': 'text/xml' } })),
      wrongWith(
        'a form',
        send('POST', calls, { body: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
      ),
      wrongWith(
        'a wrong length of encoding',
        send('POST', calls, { body: '{}', headers: { 'content-encoding': 'gzip' } }),
      ),
      wrongWith('no token', send('POST', calls, { body: '{}', headers: { authorization: '' } })),
      wrongWith('no bearer', send('POST', calls, { body: '{}', headers: { authorization: 'Basic YTpi' } })),
      wrongWith('a broken token', send('POST', calls, { body: '{}', headers: { authorization: 'Bearer a.b.c' } })),
      wrongWith(
        'an unsigned token',
        send('POST', calls, { body: '{}', headers: { authorization: `Bearer ${unsigned()}` } }),
      ),
      wrongWith('a long key', send('POST', calls, { body: '{}', headers: { 'idempotency-key': 'x'.repeat(5_000) } })),
      wrongWith(
        'a forged address',
        send('POST', calls, { body: 'null', headers: { 'x-forwarded-for': `${'1.1.1.1,'.repeat(500)}x` } }),
      ),
      wrongWith('no such path', send('GET', '/v1/nothing')),
      wrongWith('no such method', send('PUT', calls, { body: '{}' })),
      wrongWith('a path out of the tree', send('GET', '/v1/..%2f..%2fhealthz')),
      wrongWith('a broken path', send('GET', '/v1/calls/%')),
    ]);
    expect(wrong.filter((found) => found !== undefined)).toEqual([]);
  });

  /** A token that says it needs no signature (RFC 8725, section 2.1). */
  function unsigned(): string {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    return `${part({ alg: 'none', typ: 'at+jwt' })}.${part({ sub: host.identityId, admin: true })}.`;
  }
});

describe('signalling', () => {
  async function connect(auth: object = { accessToken: host.accessToken }): Promise<Socket> {
    const socket = io(product.origin, { transports: ['websocket'], reconnection: false, forceNew: true, auth });
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('connect_error', reject));
    return socket;
  }

  /** What is wrong with the acknowledgement of a message; undefined where it is a reply or a refusal with its reason. */
  async function wrongWith(socket: Socket, event: string, ...args: unknown[]): Promise<string | undefined> {
    const answer: unknown = await socket.timeout(15_000).emitWithAck(event, ...args);
    const { ok, error } = answer as { ok: boolean; error?: { reason: string } };
    if (ok) return undefined;
    const reason = error?.reason ?? '';
    return isReason(reason) && reason !== 'INTERNAL' ? undefined : `${event}: ${JSON.stringify(answer)}`;
  }

  it('refuses who does not say who they are', async () => {
    const hostile = [
      {},
      { accessToken: null },
      { accessToken: 7 },
      { accessToken: ['a'] },
      { accessToken: 'x'.repeat(50_000) },
    ];
    const reasons = await Promise.all(
      hostile.map((auth) =>
        connect(auth).then(
          () => 'ACCEPTED',
          ({ data }: { data?: { reason?: string } }) => data?.reason,
        ),
      ),
    );
    expect(reasons).toEqual(['TOKEN_MISSING', 'TOKEN_MISSING', 'TOKEN_MISSING', 'TOKEN_MISSING', 'TOKEN_INVALID']);
  });

  it.each(Object.keys(REQUESTS) as RequestName[])('refuses hostile %s messages with a reason', async (name) => {
    const keys = Object.keys(REQUESTS[name].request.shape);
    const messages = [
      ...HOSTILE_VALUES,
      ...HOSTILE_VALUES.map((value) => objectOf(keys, value)),
      Buffer.from([1, 2, 3]),
    ];
    const { origin } = product;
    const configuration = await rest<MediaConfiguration>(origin, 'GET', '/v1/media-configuration', {
      token: host.accessToken,
    });
    const { call, grant } = await startCall(origin, host);
    // Inside a call of its own, and outside of any.
    const inside = await connect();
    const outside = await connect();
    const joined = await wrongWith(inside, 'join', {
      requestId: randomUUID(),
      grant,
      rtpCapabilities: configuration.codecList,
      codecListHash: configuration.codecListHash,
      sendProfile: 'AUTO',
      receiveProfile: 'AUTO',
    });
    expect(joined).toBeUndefined();
    const wrong: (string | undefined)[] = [];
    for (const socket of [inside, outside]) {
      for (const message of messages) wrong.push(await wrongWith(socket, name, message));
      wrong.push(await wrongWith(socket, name), await wrongWith(socket, name, {}, {}, {}));
      socket.disconnect();
    }
    expect(wrong.filter((found) => found !== undefined)).toEqual([]);
    await rest(origin, 'POST', `/v1/calls/${call.id}/end`, { token: host.accessToken });
  });

  it('refuses media parameters that have the shape of some and are none', async () => {
    const { origin } = product;
    const { call, grant } = await startCall(origin, host);
    const participant = await SyntheticParticipant.join(origin, host, grant);
    const socket = participant.signalling;
    const codec = { mimeType: 'video/VP8', payloadType: 101, clockRate: 90_000 };
    const nested = JSON.parse(`${'{"a":'.repeat(500)}1${'}'.repeat(500)}`) as Record<string, unknown>;
    const rtpParameters: Record<string, unknown>[] = [
      { codecs: 'video/VP8', encodings: 'one' },
      { codecs: [codec], encodings: [{ ssrc: -1 }] },
      { codecs: [codec], encodings: [{ ssrc: 1e20, rtx: { ssrc: 'two' } }] },
      { codecs: [codec], encodings: Array.from({ length: 2_000 }, (_, ssrc) => ({ ssrc })) },
      { codecs: [codec], encodings: [{ rid: 'x'.repeat(10_000) }], mid: 'y'.repeat(10_000), rtcp: null },
      { codecs: [codec], encodings: [{ ssrc: 1 }], headerExtensions: [{ uri: 'urn:x', id: 99_999 }] },
      { codecs: Array.from({ length: 2_000 }, () => codec), encodings: [{ ssrc: 2 }], rtcp: { cname: '\u0000' } },
      { codecs: [{ ...codec, mimeType: 'video/../../VP8' }], encodings: [{ ssrc: 3 }] },
      { codecs: [{ ...codec, payloadType: 9_999, parameters: nested }], encodings: [{ ssrc: 4 }] },
      nested,
    ];
    const picture = { source: 'CAMERA', kind: 'video', muted: false, width: 640, height: 360 } as const;
    const publications = await Promise.all(
      rtpParameters.map((parameters) =>
        reasonOf(socket.send('publish', { ...picture, clientTrackId: randomUUID(), rtpParameters: parameters })),
      ),
    );
    // The gateway refuses what is no proper JSON of ours, sfu-node the rest; while one is looked at, the source is taken.
    const expected = ['REQUEST_INVALID', 'RTP_PARAMETERS_INVALID', 'SOURCE_ALREADY_PUBLISHED'];
    for (const reason of publications) expect(expected).toContain(reason);
    expect(publications).toContain('RTP_PARAMETERS_INVALID');

    const fingerprint = { algorithm: 'sha-256', value: 'AA:BB' };
    const dtlsParameters: Record<string, unknown>[] = [
      {},
      { role: 'client', fingerprints: [] },
      { role: 'boss', fingerprints: [fingerprint] },
      { role: 'client', fingerprints: Array.from({ length: 2_000 }, () => fingerprint) },
      { role: 'client', fingerprints: [{ algorithm: 'md5', value: 'x'.repeat(10_000) }] },
      nested,
    ];
    for (const parameters of dtlsParameters) {
      const connection = { direction: 'SEND' as const, dtlsParameters: parameters };
      const connecting = socket.send('connectMedia', {
        transports: [connection],
        publish: [],
        readySubscriptionIds: [],
      });
      expect(['DTLS_PARAMETERS_INVALID', 'REQUEST_INVALID']).toContain(await reasonOf(connecting));
    }

    // Nothing of it stuck: the same participant can still publish.
    await participant.publishMicrophone(880);
    await participant.leave();
    await rest(origin, 'POST', `/v1/calls/${call.id}/end`, { token: host.accessToken });
  }, 30_000);

  it('answers an unknown message, and takes one that wants no answer', async () => {
    const socket = await connect();
    for (const event of ['nothing', 'constructor', '__proto__', 'toString', 'x'.repeat(10_000), '']) {
      expect(await wrongWith(socket, event, {})).toBeUndefined();
    }
    socket.emit('join', 'no acknowledgement');
    socket.emit('nothing');
    expect(await wrongWith(socket, 'snapshot', {})).toBeUndefined();
    socket.disconnect();
  });

  it('ends a connection that sends too large a message or none of the protocol', async () => {
    const large = await connect();
    const closed = new Promise<string>((resolve) => large.once('disconnect', resolve));
    large.emit('sendChatMessage', { requestId: randomUUID(), text: TWO_MEGABYTES });
    expect(await closed).toBe('transport close');

    const address = `${product.origin.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
    const frames = [
      'garbage',
      '42["join"',
      '42{}',
      '451-["join",{"_placeholder":true,"num":9}]',
      '99999',
      `42${DEEP_JSON}`,
      '40{"accessToken":{}}',
    ];
    for (const frame of [...frames, new Uint8Array([0, 1, 2, 255])]) {
      const socket = new WebSocket(address);
      await once(socket, 'open');
      socket.send(frame);
      // What breaks the protocol is closed at once; the rest has not said who it is in time.
      await once(socket, 'close', { signal: AbortSignal.timeout(20_000) });
    }
  }, 120_000);
});
