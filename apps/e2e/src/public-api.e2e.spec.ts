import { fileURLToPath } from 'node:url';
import type { CallSummary } from '@videocall/rest-api';
import { registerUser, rest } from '@videocall/synthetic-participant/rest';
import { runSnippet } from './support/guide-snippet.js';
import { startProduct, type Product } from './support/product.js';

const GUIDE = 'docs/guides/api.md';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
}, 120_000);
afterAll(async () => {
  await product?.stop();
});

/** The calls in somebody's history. */
async function callsOf(accessToken: string): Promise<CallSummary[]> {
  const { calls } = await rest<{ calls: CallSummary[] }>(product.origin, 'GET', '/v1/calls', { token: accessToken });
  return calls;
}

describe('the guide to the API', () => {
  it('drives a call through REST with curl', async () => {
    const user = await registerUser(product.origin, 'Ada');
    const printed = await runSnippet(GUIDE, 'bash', {
      VIDEOCALL: product.origin,
      EMAIL: user.email,
      PASSWORD: user.password,
    });
    expect(printed).toEqual(['HOST Ada', 'LISTENER Guest', 'true', 'ENDED_BY_HOST']);
    expect(await callsOf(user.accessToken)).toMatchObject([
      { title: 'From a script', state: 'ENDED', endReason: 'ENDED_BY_HOST', participantNames: ['Ada', 'Guest'] },
    ]);
  }, 60_000);

  it('drives the same call through gRPC with a small script', async () => {
    const user = await registerUser(product.origin, 'Grace');
    const printed = await runSnippet(GUIDE, 'js', {
      VIDEOCALL: product.origin,
      GRPC: product.stack.addresses.grpcAddress,
      EMAIL: user.email,
      PASSWORD: user.password,
      PROTO: fileURLToPath(new URL('../../../proto', import.meta.url)),
    });
    expect(printed).toEqual(['CALL_STATE_ACTIVE Grace', 'CALL_END_REASON_ENDED_BY_HOST']);
    expect(await callsOf(user.accessToken)).toMatchObject([
      { title: 'From a script', state: 'ENDED', endReason: 'ENDED_BY_HOST', participantNames: ['Grace'] },
    ]);
  }, 60_000);
});

it('describes itself, each operation by what it takes and answers', async () => {
  const document = await rest<{ openapi: string; paths: Record<string, unknown> }>(
    product.origin,
    'GET',
    '/v1/openapi.json',
  );
  expect(document.openapi).toMatch(/^3\.1\./);
  expect(Object.keys(document.paths)).toContain('/v1/calls/{callId}/join');
  const page = await fetch(new URL('/docs', product.origin));
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('<title>Videocall API</title>');
});
