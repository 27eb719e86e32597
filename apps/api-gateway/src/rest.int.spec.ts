import { ENDPOINTS, endpointUrl, ErrorReply, type Endpoint, type EndpointName } from '@videocall/rest-api';
import { Refusal } from '@videocall/errors';
import { Surroundings, type RunningGateway } from './testing/surroundings.spec.fixture.js';
import { signedIn } from './testing/scripted-replies.spec.fixture.js';

let surroundings: Surroundings;
let gateway: RunningGateway;
let token: string;

beforeAll(async () => {
  surroundings = await Surroundings.create();
  gateway = await surroundings.startGateway();
  token = await surroundings.accessToken();
});
afterEach(() => surroundings.answerAsUsual());
afterAll(() => surroundings.stop());

/** A request that is valid at each endpoint. */
const VALID: { readonly [N in EndpointName]: { params?: Record<string, string>; body?: unknown } } = {
  register: { body: { email: 'ada@example.org', password: 'correct horse', displayName: 'Ada' } },
  login: { body: { email: 'ada@example.org', password: 'correct horse' } },
  refresh: { body: { refreshToken: 'r' } },
  logout: { body: {} },
  listAuthSessions: {},
  revokeAuthSession: { params: { authSessionId: 'ases_1' } },
  createGuest: { body: { displayName: 'Guest', inviteCode: 'abcd-efgh-ijkl' } },
  issueServiceToken: { body: { clientId: 'svc_1', clientSecret: 's' } },
  getMe: {},
  getMediaConfiguration: {},
  startCall: { body: { title: 'Weekly' } },
  listCalls: {},
  getCall: { params: { callId: 'call_1' } },
  setCallLocked: { params: { callId: 'call_1' }, body: { locked: true } },
  issueGrant: { params: { callId: 'call_1' }, body: {} },
  joinCall: { params: { callId: 'call_1' }, body: { grant: '' } },
  endCall: { params: { callId: 'call_1' } },
  createInvite: { params: { callId: 'call_1' }, body: {} },
  revokeInvite: { params: { callId: 'call_1', code: 'abcd-efgh-ijkl' } },
  getInvite: { params: { code: 'abcd-efgh-ijkl' } },
  listChatMessages: { params: { callId: 'call_1' } },
  leaveCall: { params: { callId: 'call_1', participantId: 'part_1' } },
  muteParticipant: {
    params: { callId: 'call_1', participantId: 'part_1' },
    body: { source: 'MICROPHONE', muted: true },
  },
  askToUnmute: { params: { callId: 'call_1', participantId: 'part_1' }, body: { source: 'MICROPHONE' } },
  setParticipantRole: { params: { callId: 'call_1', participantId: 'part_1' }, body: { role: 'LISTENER' } },
  removeParticipant: { params: { callId: 'call_1', participantId: 'part_1' } },
  listRooms: {},
  createRoom: { body: { name: 'kitchen', access: 'ANYONE' } },
  getRoom: { params: { name: 'kitchen' } },
  deleteRoom: { params: { name: 'kitchen' } },
  enterRoom: { params: { name: 'kitchen' } },
  startEchoCall: {},
  getEchoCall: { params: { callId: 'call_1' } },
  startRecording: { params: { callId: 'call_1' } },
  stopRecording: { params: { callId: 'call_1' } },
  listRecordings: {},
  getRecording: { params: { recordingId: 'rec_1' } },
  createDownload: { params: { recordingId: 'rec_1', fileId: 'file_1' }, body: {} },
  deleteRecording: { params: { recordingId: 'rec_1' } },
  createClip: { params: { recordingId: 'rec_1' }, body: { fromMs: 1_000, toMs: 5_000 } },
  listAuditEvents: {},
  getCapacity: {},
  getMaintenance: {},
  announceMaintenance: { body: { durationMinutes: 60 } },
  endMaintenance: {},
};

const endpoints = Object.keys(ENDPOINTS) as EndpointName[];

async function request(
  name: EndpointName,
  {
    headers = {},
    ...input
  }: { params?: Record<string, string>; body?: unknown; headers?: Record<string, string> } = {},
): Promise<{ status: number; headers: Headers; body: unknown }> {
  const endpoint: Endpoint = ENDPOINTS[name];
  const valid = VALID[name];
  const body = input.body ?? valid.body;
  const reply = await fetch(gateway.url + endpointUrl(endpoint, input.params ?? valid.params), {
    method: endpoint.method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await reply.text();
  return { status: reply.status, headers: reply.headers, body: text === '' ? undefined : JSON.parse(text) };
}

async function valid(name: EndpointName) {
  const body = name === 'joinCall' ? { grant: await surroundings.grant() } : undefined;
  return await request(name, { body });
}

describe('REST', () => {
  it.each(endpoints)('answers %s as its schema says', async (name) => {
    const { status, body } = await valid(name);
    const { reply, status: expected }: Endpoint = ENDPOINTS[name];
    expect({ status, body: reply?.safeParse(body).error }).toEqual({ status: expected, body: undefined });
  });

  it.each(endpoints.filter((name) => ENDPOINTS[name].identity === 'required'))(
    'lets nobody unknown at %s',
    async (name) => {
      const missing = await request(name, { headers: { authorization: '' } });
      expect(missing).toMatchObject({ status: 401 });
      const forged = await request(name, { headers: { authorization: `Bearer ${token.slice(0, -4)}AAAA` } });
      expect(forged).toMatchObject({ status: 401, body: { error: { reason: 'TOKEN_INVALID' } } });
    },
  );

  it('tells an expired token from a wrong one', async () => {
    const expired = await surroundings.accessToken('user_1', { expiresInSeconds: -60 });
    const reply = await request('getMe', { headers: { authorization: `Bearer ${expired}` } });
    expect(reply).toMatchObject({ status: 401, body: { error: { reason: 'TOKEN_EXPIRED' } } });
  });

  it("refuses a token of another issuer's kind, though its signature is right", async () => {
    const claims = { sub: 'user_1', kind: 'user', name: 'Ada', admin: true, sid: '' };
    const { token: other } = await surroundings.authSigner.sign({ typ: 'refresh+jwt', claims, expiresInSeconds: 60 });
    const reply = await request('getMe', { headers: { authorization: `Bearer ${other}` } });
    expect(reply).toMatchObject({ status: 401, body: { error: { reason: 'TOKEN_INVALID' } } });
  });

  it('names the fields at fault', async () => {
    const { status, body } = await request('muteParticipant', { body: { source: 'TELEPATHY', muted: 'yes' } });
    expect({ status, body }).toMatchObject({
      status: 400,
      body: { error: { reason: 'REQUEST_INVALID', details: { fields: [{ field: 'source' }, { field: 'muted' }] } } },
    });
  });

  it.each([
    ['malformed JSON', '{"title":', 'application/json'],
    ['a list instead of an object', '[]', 'application/json'],
    ['no JSON at all', 'title=x', 'text/plain'],
    ['a poisoned prototype', '{"__proto__":{"admin":true}}', 'application/json'],
    ['text that no database can hold', '{"title":"a\\u0000b"}', 'application/json'],
    ['a body too large', JSON.stringify({ title: 'x'.repeat(300_000) }), 'application/json'],
  ])('refuses %s with a reason', async (_, body, contentType) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': contentType };
    const reply = await fetch(`${gateway.url}/v1/calls`, { method: 'POST', headers, body });
    expect(reply.status).toBe(400);
    expect(ErrorReply.parse(await reply.json()).error.reason).toBe('REQUEST_INVALID');
  });

  it.each([
    '/v1/nothing',
    '/rtc',
    '/rtc/validate',
    '/twirp/livekit.RoomService/CreateRoom',
    '/docs/../../package.json',
    '/docs/package.json',
  ])('has nothing at %s', async (path) => {
    const reply = await fetch(gateway.url + path);
    expect(reply.status).toBe(404);
    expect(ErrorReply.parse(await reply.json()).error.reason).toBe('NOT_FOUND');
  });

  it('refuses a path that is no URL', async () => {
    const reply = await fetch(`${gateway.url}/v1/calls/%E0%A4%A`);
    expect(reply.status).toBe(400);
    expect(ErrorReply.parse(await reply.json()).error.reason).toBe('REQUEST_INVALID');
  });

  it('passes on what a service refuses: status, reason, details and when to try again', async () => {
    surroundings.orchestrator.on('startCall', () => {
      throw new Refusal('CALL_LIMIT', { retryAfterMs: 2_500, details: { limit: 100 } });
    });
    const { status, headers, body } = await request('startCall');
    expect(status).toBe(429);
    expect(headers.get('retry-after')).toBe('3');
    expect(body).toMatchObject({ error: { reason: 'CALL_LIMIT', retryAfterMs: 2_500, details: { limit: 100 } } });
  });

  it('counts refusals by their reason', async () => {
    const counted = async (reason: string): Promise<number> => {
      const text = await (await fetch(`${gateway.url}/metrics`)).text();
      const sample = new RegExp(`^gateway_refusals_total{edge="http",reason="${reason}".*} (\\d+)$`, 'm').exec(text);
      return Number(sample?.[1] ?? 0);
    };
    const [notFound, internal] = [await counted('NOT_FOUND'), await counted('INTERNAL')];
    await fetch(`${gateway.url}/v1/nothing`);
    expect([await counted('NOT_FOUND'), await counted('INTERNAL')]).toEqual([notFound + 1, internal]);
  });

  it("acts with the caller's own token and the request id that the client chose", async () => {
    await request('endCall', { headers: { 'idempotency-key': 'my-key' } });
    const received = surroundings.orchestrator.callsOf('endCall').at(-1);
    expect(received?.request).toEqual({ callId: 'call_1', requestId: 'my-key' });
    expect(received?.metadata.get('authorization')).toEqual([`Bearer ${token}`]);
  });

  it('waits for a service that restarts, and answers then', async () => {
    surroundings.orchestrator.kill();
    const answer = request('getCall');
    await surroundings.startOrchestrator();
    expect((await answer).status).toBe(200);
  });

  it('joins only the call that its grant is for', async () => {
    const body = { grant: await surroundings.grant('call_other') };
    expect(await request('joinCall', { body })).toMatchObject({
      status: 403,
      body: { error: { reason: 'GRANT_INVALID' } },
    });
    const late = { grant: await surroundings.grant('call_1', -60) };
    expect(await request('joinCall', { body: late })).toMatchObject({
      status: 403,
      body: { error: { reason: 'GRANT_EXPIRED' } },
    });
  });

  it('makes a guest only where the orchestrator lets guests in', async () => {
    surroundings.orchestrator.on('getInvite', () => {
      throw new Refusal('INVITE_EXPIRED');
    });
    const before = surroundings.auth.callsOf('createGuest').length;
    expect(await request('createGuest')).toMatchObject({ status: 409, body: { error: { reason: 'INVITE_EXPIRED' } } });
    expect(surroundings.auth.callsOf('createGuest')).toHaveLength(before);
  });

  it('is known again in the same browser, by a cookie that scripts cannot read', async () => {
    const { headers } = await request('createGuest');
    const cookie = headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^videocall_browser=[\w-]{22}; /);
    for (const attribute of ['Path=/v1/auth', 'HttpOnly', 'SameSite=Strict']) expect(cookie).toContain(attribute);
    const again = await request('createGuest', { headers: { cookie: cookie.split(';')[0] ?? '' } });
    expect(again.headers.get('set-cookie')).toBeNull();
    const [first, second] = surroundings.auth
      .callsOf('createGuest')
      .slice(-2)
      .map((call) => call.request);
    expect(first).toMatchObject({ browserSecret: expect.stringMatching(/^[\w-]{22}$/) });
    expect(second).toEqual(first);
    const forged = await request('createGuest', { headers: { cookie: 'videocall_browser=short' } });
    expect(forged.headers.get('set-cookie')).toMatch(/^videocall_browser=[\w-]{22}; /);
  });
});

describe('the refresh token', () => {
  it('goes into a cookie that scripts cannot read and other sites do not send', async () => {
    const { headers, body } = await request('login');
    const cookie = headers.get('set-cookie');
    expect(cookie).toMatch(/^videocall_refresh=a-refresh-token; /);
    for (const attribute of ['HttpOnly', 'Secure', 'SameSite=Strict', 'Path=/v1/auth'])
      expect(cookie).toContain(attribute);
    expect(body).not.toHaveProperty('refreshToken');
  });

  it('goes into the body for clients that ask for it there', async () => {
    const { headers, body } = await request('login', { headers: { 'x-token-transport': 'body' } });
    expect(headers.get('set-cookie')).toBeNull();
    expect(body).toMatchObject({ refreshToken: 'a-refresh-token' });
  });

  it('is taken from the cookie, and changed there', async () => {
    surroundings.auth.on('refresh', () => signedIn({ refreshToken: 'the-next' }));
    const { headers } = await request('refresh', { body: {}, headers: { cookie: 'videocall_refresh=the-first' } });
    expect(surroundings.auth.callsOf('refresh').at(-1)?.request).toMatchObject({ refreshToken: 'the-first' });
    expect(headers.get('set-cookie')).toContain('videocall_refresh=the-next;');
  });

  it('is missing without either', async () => {
    expect(await request('refresh', { body: {} })).toMatchObject({
      status: 401,
      body: { error: { reason: 'REFRESH_TOKEN_INVALID' } },
    });
  });

  it('is gone after signing out', async () => {
    const { headers } = await request('logout', { headers: { cookie: 'videocall_refresh=mine' } });
    expect(surroundings.auth.callsOf('logout').at(-1)?.request).toEqual({ refreshToken: 'mine' });
    expect(headers.get('set-cookie')).toContain('videocall_refresh=; ');
  });
});

describe('what browsers are told', () => {
  it('lets only the listed origins read answers', async () => {
    const ask = async (origin: string) =>
      (await fetch(`${gateway.url}/v1/me`, { headers: { origin } })).headers.get('access-control-allow-origin');
    expect(await ask('https://videocall.example')).toBe('https://videocall.example');
    expect(await ask('https://other.example')).toBe('https://other.example');
    expect(await ask('https://evil.example')).toBeNull();
  });

  it('may load nothing from an answer of the API, and only its own files on the page about it', async () => {
    const api = (await fetch(`${gateway.url}/v1/openapi.json`)).headers;
    expect(api.get('content-security-policy')).toBe("default-src 'none';frame-ancestors 'none'");
    expect(api.get('x-content-type-options')).toBe('nosniff');
    expect(api.get('strict-transport-security')).toContain('max-age=');
    const page = await fetch(`${gateway.url}/docs`);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    for (const [, path] of (await page.text()).matchAll(/(?:src|href)="([^"]+)"/g)) {
      expect((await fetch(gateway.url + path)).status).toBe(200);
    }
  });

  it('gives every answer an id, the one asked for where it is a sane one', async () => {
    const idOf = async (id: string) =>
      (await fetch(`${gateway.url}/v1/me`, { headers: { 'x-request-id': id } })).headers.get('x-request-id');
    expect(await idOf('my-request-1')).toBe('my-request-1');
    expect(await idOf('"; forged')).toMatch(/^[\w.-]{8,64}$/);
  });

  it("passes on auth's public keys", async () => {
    const keys = (await (await fetch(`${gateway.url}/.well-known/jwks.json`)).json()) as { keys: { kid: string }[] };
    expect(keys.keys[0]?.kid).toBeDefined();
  });
});
