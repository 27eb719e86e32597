import { once } from 'node:events';
import { createServer, get as ask, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Refusal } from '@videocall/errors';
import { waitFor } from '@videocall/testing';
import { Surroundings, type RunningGateway } from './testing/surroundings.spec.fixture.js';

const FILE = '/v1/recording-files/rec_1/composite.mp4?expires=9&type=video%2Fmp4&signature=s';
const FILM = 'abcdefghij';

let surroundings: Surroundings;
let gateway: RunningGateway;
let files: Server;
let authorization: string;
const asked: { url: string | undefined; method: string | undefined; range: string | undefined }[] = [];
/** Answers as the recorder's HTTP port. */
let answer: (request: IncomingMessage, response: ServerResponse) => void;

function whole(request: IncomingMessage, response: ServerResponse): void {
  if (!request.url?.includes('signature=s')) return void response.writeHead(403).end();
  const part = request.headers.range === 'bytes=2-4';
  response.writeHead(part ? 206 : 200, {
    'accept-ranges': 'bytes',
    'content-type': 'video/mp4',
    'content-length': part ? 3 : FILM.length,
    'x-powered-by': 'recorder',
    ...(part ? { 'content-range': 'bytes 2-4/10' } : {}),
  });
  response.end(request.method === 'HEAD' ? undefined : part ? FILM.slice(2, 5) : FILM);
}

beforeAll(async () => {
  files = createServer((request, response) => {
    asked.push({ url: request.url, method: request.method, range: request.headers.range });
    answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(files, 'listening');
  surroundings = await Surroundings.create();
  const { port } = files.address() as AddressInfo;
  gateway = await surroundings.startGateway({
    RECORDER_HTTP_URL: `http://127.0.0.1:${port}`,
    RATE_LIMIT_PER_IP_PER_MINUTE: '5',
  });
  authorization = `Bearer ${await surroundings.accessToken()}`;
}, 60_000);
beforeEach(() => {
  asked.length = 0;
  answer = whole;
});
afterEach(() => surroundings.answerAsUsual());
afterAll(async () => {
  files.closeAllConnections();
  files.close();
  await surroundings.stop();
});

describe('a signed address of a file', () => {
  it('is asked for at the recorder as it is, and answered with what a player needs to know', async () => {
    const reply = await fetch(gateway.url + FILE);
    expect(reply.status).toBe(200);
    expect(await reply.text()).toBe(FILM);
    expect(asked).toEqual([{ url: FILE, method: 'GET', range: undefined }]);
    expect(Object.fromEntries(reply.headers)).toMatchObject({
      'accept-ranges': 'bytes',
      'content-length': '10',
      'content-type': 'video/mp4',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    });
    expect(reply.headers.has('x-powered-by')).toBe(false);
  });

  it('gives a range', async () => {
    const reply = await fetch(gateway.url + FILE, { headers: { range: 'bytes=2-4' } });
    expect([reply.status, reply.headers.get('content-range')]).toEqual([206, 'bytes 2-4/10']);
    expect(await reply.text()).toBe('cde');
  });

  it('tells its size without its content', async () => {
    const reply = await fetch(gateway.url + FILE, { method: 'HEAD' });
    expect([reply.status, reply.headers.get('content-length')]).toEqual([200, '10']);
    expect(asked).toMatchObject([{ method: 'HEAD' }]);
  });

  it('is not counted against the limit of an address: a player asks for many ranges', async () => {
    for (let i = 0; i < 20; i++) expect((await fetch(gateway.url + FILE)).status).toBe(200);
  });

  it.each([
    ['is not signed', 403, '/v1/recording-files/rec_1/composite.mp4'],
    ['leads to something else of the recorder', 404, '/v1/recording-files/%2e%2e/%2e%2e/metrics?signature=s'],
  ])('is refused where it %s', async (_, status, path) => {
    // `fetch` would not let it leave as it is.
    const [reply] = (await once(ask({ port: new URL(gateway.url).port, path }), 'response')) as [IncomingMessage];
    reply.resume();
    expect(reply.statusCode).toBe(status);
    expect(asked.map(({ url }) => url)).not.toContain('/metrics?signature=s');
  });

  it('is refused while the recorder is in trouble', async () => {
    answer = (_, response) => void response.writeHead(500).end('stack trace');
    const reply = await fetch(gateway.url + FILE);
    expect([reply.status, await reply.json()]).toMatchObject([503, { error: { reason: 'SERVICE_UNAVAILABLE' } }]);
  });

  it('is read from the recorder no longer when its reader goes', async () => {
    const closed: boolean[] = [];
    answer = (_, response) => {
      response.on('close', () => closed.push(true));
      response.writeHead(200, { 'content-type': 'video/mp4' });
      response.write('x');
    };
    const reader = new AbortController();
    const reply = await fetch(gateway.url + FILE, { signal: reader.signal });
    await reply.body?.getReader().read();
    reader.abort();
    await waitFor(() => closed.length > 0, { what: 'the recorder to be asked no longer' });
  });
});

describe('the library', () => {
  const get = (path: string) => fetch(gateway.url + path, { headers: { authorization } });

  it('is asked for by the one whose token it is', async () => {
    await get('/v1/recordings?callId=call_1&pageSize=5');
    const [call] = surroundings.recorder.callsOf('listRecordings').slice(-1);
    expect(call?.request).toEqual({ callId: 'call_1', pageSize: 5, pageToken: '' });
    expect(call?.metadata.get('authorization')).toEqual([authorization]);
  });

  it('passes on why the recorder refuses', async () => {
    surroundings.recorder.on('getRecording', () => {
      throw new Refusal('RECORDING_NOT_FOUND');
    });
    const reply = await get('/v1/recordings/rec_9');
    expect([reply.status, await reply.json()]).toMatchObject([404, { error: { reason: 'RECORDING_NOT_FOUND' } }]);
  });

  it('is refused while the recorder is away, and nothing else is', async () => {
    surroundings.recorder.kill();
    const reply = await get('/v1/recordings');
    expect([reply.status, await reply.json()]).toMatchObject([503, { error: { reason: 'SERVICE_UNAVAILABLE' } }]);
    expect((await get('/v1/calls')).status).toBe(200);
    await surroundings.startRecorder();
    await waitFor(async () => (await get('/v1/recordings')).status === 200, { what: 'the library to be back' });
  }, 20_000);
});
