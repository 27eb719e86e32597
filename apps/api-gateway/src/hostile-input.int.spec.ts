import { isReason } from '@videocall/errors';
import { ENDPOINTS, endpointUrl, ErrorReply, type Endpoint, type EndpointName } from '@videocall/rest-api';
import { REQUESTS, SignallingError, type RequestName } from '@videocall/signalling';
import { waitFor } from '@videocall/testing';
import fc from 'fast-check';
import { z } from 'zod';
import { arbitraryInput } from './testing/arbitrary-input.spec.fixture.js';
import { TestClient } from './testing/client.spec.fixture.js';
import { Surroundings, type RunningGateway } from './testing/surroundings.spec.fixture.js';

/** Enough to meet every kind of hostile value at every endpoint over a few runs, and to be done within seconds. */
const RUNS = 25;
/** The same inputs in every run: what fails here fails for everybody. Change it to look further. */
const SEED = 20_261_122;

let surroundings: Surroundings;
let gateway: RunningGateway;
let token: string;

beforeAll(async () => {
  surroundings = await Surroundings.create();
  gateway = await surroundings.startGateway();
  token = await surroundings.accessToken();
});
afterAll(() => surroundings.stop());

/** A refusal with a reason of the product, and not the one that means a fault of ours. */
function expectRefusal(error: z.infer<typeof SignallingError>): void {
  expect(isReason(error.reason)).toBe(true);
  expect(error.reason).not.toBe('INTERNAL');
}

/**
 * As it goes into a URL; one too long for Node is refused below HTTP, and `.` and `..` never leave the client (WHATWG URL, dot
 * segments).
 */
function text(value: unknown): string {
  const whole = (typeof value === 'string' ? value : JSON.stringify(value)) || '-';
  const sent = whole.slice(0, 500).toWellFormed();
  return /^\.{1,2}$/.test(sent) ? '-' : sent;
}

describe('whatever is sent to REST', () => {
  it.each(Object.keys(ENDPOINTS) as EndpointName[])('%s answers it or refuses it with a reason', async (name) => {
    const endpoint: Endpoint = ENDPOINTS[name];
    const input = fc.record({
      params: arbitraryInput(endpoint.params ?? z.object({})),
      query: arbitraryInput(endpoint.query ?? z.object({})),
      body: arbitraryInput(endpoint.body ?? z.object({})),
      key: fc.option(fc.string({ maxLength: 80 })),
    });
    await fc.assert(
      fc.asyncProperty(input, async ({ params, query, body, key }) => {
        const names = Object.keys(endpoint.params?.shape ?? {});
        const values = (params ?? {}) as Record<string, unknown>;
        const path = Object.fromEntries(names.map((one) => [one, text(values[one])]));
        const search = Object.fromEntries(
          Object.entries(typeof query === 'object' ? { ...query } : {}).map(([one, value]) => [one, text(value)]),
        );
        const reply = await fetch(gateway.url + endpointUrl(endpoint, path, search), {
          method: endpoint.method,
          headers: {
            authorization: `Bearer ${token}`,
            ...(endpoint.body ? { 'content-type': 'application/json' } : {}),
            ...(key === null ? {} : { 'idempotency-key': encodeURIComponent(key.toWellFormed()) }),
          },
          body: endpoint.body ? JSON.stringify(body) : undefined,
        });
        if (reply.ok) {
          expect(reply.status).toBe(endpoint.status);
          if (endpoint.reply) endpoint.reply.parse(await reply.json());
        } else {
          expectRefusal(ErrorReply.parse(await reply.json()).error);
        }
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });
});

describe('whatever is sent over Socket.IO', () => {
  const Acknowledged = z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), reply: z.unknown() }),
    z.object({ ok: z.literal(false), error: SignallingError }),
  ]);

  it.each(Object.keys(REQUESTS) as RequestName[])('%s answers it or refuses it with a reason', async (name) => {
    const client = await inCall();
    const isEntrance = name === 'join' || name === 'resume';
    await fc.assert(
      fc.asyncProperty(arbitraryInput(REQUESTS[name].request), async (message) => {
        // What came before may have taken the client into a call or out of it.
        if (isEntrance) await client.sendRaw('leave', { requestId: 'r' });
        else await client.sendRaw('resume', { resumeToken: 'resume-1' });
        const acknowledgement = Acknowledged.parse(await client.sendRaw(name, message));
        if (acknowledgement.ok) REQUESTS[name].reply.parse(acknowledgement.reply);
        else expectRefusal(acknowledgement.error);
      }),
      { numRuns: RUNS, seed: SEED },
    );
    client.close();
  });

  it.each(['', 'nothing', 'toString', '__proto__', 'constructor', 'notification'])('%j is no message', async (name) => {
    const client = await inCall();
    expect(await client.sendRaw(name, {})).toMatchObject({ ok: false, error: { reason: 'UNIMPLEMENTED' } });
    client.close();
  });

  it.each([
    ['nothing', []],
    ['two objects', [{}, {}]],
    ['bytes', [Buffer.from('x')]],
    ['a number', [1]],
  ])('a message of %s is refused', async (_, args) => {
    const client = await inCall();
    expect(await client.sendRaw('setHandRaised', ...args)).toMatchObject({
      ok: false,
      error: { reason: 'REQUEST_INVALID' },
    });
    client.close();
  });

  it('a message too large ends the connection', async () => {
    const client = await inCall();
    client.sendRaw('sendChatMessage', { requestId: 'r', text: 'x'.repeat(300_000) }).catch(() => undefined);
    expect(await client.disconnected()).toBe('transport close');
  });

  it('too many messages are refused, and those after a pause are not', async () => {
    const client = await inCall();
    const send = () => client.sendRaw('setTrackMuted', { trackId: 'trk_1', muted: true });
    const acknowledgements = await Promise.all(Array.from({ length: 400 }, send));
    const refused = acknowledgements.filter((acknowledgement) => !acknowledgement.ok);
    expect(refused.length).toBeGreaterThan(100);
    expect(refused[0]).toMatchObject({ error: { reason: 'RATE_LIMITED', retryAfterMs: expect.any(Number) } });
    await waitFor(async () => (await send()).ok);
    client.close();
  });

  async function inCall(): Promise<TestClient> {
    const client = await TestClient.connect(gateway.url, { accessToken: token });
    await client.sendRaw('resume', { resumeToken: 'resume-1' });
    return client;
  }
});
