import { fastify, type FastifyInstance } from 'fastify';
import { register } from 'prom-client';
import { observeHttpRequests } from './http-metrics.js';

const counts = async (): Promise<Record<string, number>> => {
  const metric = await register.getSingleMetric('http_server_duration_seconds')?.get();
  const values = (metric?.values ?? []) as { metricName?: string; labels: Record<string, unknown>; value: number }[];
  return Object.fromEntries(
    values
      .filter(({ metricName }) => metricName === 'http_server_duration_seconds_count')
      .map(({ labels, value }) => [`${labels['method']} ${labels['route']} ${labels['status']}`, value]),
  );
};

describe('metrics of HTTP requests', () => {
  let server: FastifyInstance;

  beforeAll(async () => {
    server = fastify();
    observeHttpRequests(server);
    server.get('/calls/:id', async (_request, reply) => reply.status(204).send());
    server.get('/healthz', async () => 'ok');
    await server.ready();
  });
  beforeEach(() => register.resetMetrics());
  afterAll(() => server.close());

  it('are by the pattern of the route, so that callers cannot make labels', async () => {
    for (const id of ['call_1', 'call_2', 'call_3']) await server.inject(`/calls/${id}`);
    expect(await counts()).toEqual({ 'GET /calls/:id 204': 3 });
  });

  it('put all that has no route under one label', async () => {
    await server.inject('/wp-admin');
    await server.inject('/.env');
    expect(await counts()).toEqual({ 'GET unknown 404': 2 });
  });

  it('leave out health checks', async () => {
    await server.inject('/healthz');
    expect(await counts()).toEqual({});
  });
});
