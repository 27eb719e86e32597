import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { finished } from 'node:stream/promises';
import { Body, Controller, Get, HttpCode, Module, Post, Query } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { sfuV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import { createGrpcClient, readTls } from '@videocall/platform-grpc';
import { freePort, TestCertificates } from '@videocall/testing';
import { Readiness } from './readiness.js';
import { startService, type RunningService } from './run-service.js';

@Controller()
class ExampleController {
  @GrpcMethod('SfuControlService', 'CloseCall')
  closeCall(): never {
    throw new Refusal('NODE_DRAINING');
  }

  @Post('things')
  @HttpCode(200)
  make(@Body() body: unknown): object {
    return { body: body ?? 'none' };
  }

  @Get('things/:id')
  thing(@Query('how') how: string): object {
    if (how === 'refused') throw new Refusal('RATE_LIMITED', { retryAfterMs: 1_200 });
    if (how === 'broken') throw new Error('a secret of the server');
    return { id: 1 };
  }
}

@Module({ controllers: [ExampleController] })
class ExampleModule {}

const certificates = new TestCertificates();
const drained: string[] = [];
let service: RunningService;
let url: string;
let grpcPort: number;

beforeAll(async () => {
  service = await startService({
    name: 'sfu-node',
    module: ExampleModule,
    settings: {
      LOG_LEVEL: 'silent',
      HTTP_HOST: '127.0.0.1',
      HTTP_PORT: 0,
      GRPC_HOST: '127.0.0.1',
      GRPC_PORT: (grpcPort = await freePort()),
      ...certificates.filesFor('sfu-node'),
    },
    grpcServices: [sfuV1.SfuControlServiceService],
    configure: (app) => {
      app
        .getHttpAdapter()
        .getInstance()
        .get('/configured', () => ({ configured: true }));
    },
    onDrain: async () => {
      drained.push((await fetch(`${url}/readyz`)).status === 503 ? 'while not ready' : 'too early');
    },
  });
  url = await service.app.getUrl();
});
afterAll(() => certificates.dispose());

const get = async (path: string) => {
  const response = await fetch(`${url}${path}`);
  return { status: response.status, headers: response.headers, body: await response.text() };
};

describe('a started service', () => {
  it('tells that it lives', async () => {
    expect(await get('/healthz')).toMatchObject({ status: 200, body: '{"status":"ok"}' });
  });

  it('is ready as long as all it depends on answers', async () => {
    const readiness = service.app.get(Readiness);
    let fails = true;
    readiness.add('database', async () => {
      if (fails) throw new Error('away');
    });
    expect(await get('/readyz')).toMatchObject({ status: 503, body: expect.stringContaining('"database":"failed"') });
    fails = false;
    expect(await get('/readyz')).toMatchObject({ status: 200, body: expect.stringContaining('"database":"ok"') });
  });

  it('takes a dependency that does not answer for one that failed', async () => {
    const readiness = new Readiness();
    readiness.add('redis', () => new Promise(() => undefined));
    expect(await readiness.report()).toEqual({ ready: false, checks: { redis: 'failed' } });
  });

  it('serves what its own set-up added', async () => {
    expect((await get('/configured')).body).toBe('{"configured":true}');
  });

  it('tells an HTTP caller the reason of a refusal, and when to come again', async () => {
    const { status, headers, body } = await get('/things/1?how=refused');
    expect(status).toBe(429);
    expect(headers.get('retry-after')).toBe('2');
    expect(JSON.parse(body)).toEqual({
      error: { reason: 'RATE_LIMITED', message: 'Too many requests. Try again shortly.', retryAfterMs: 1200 },
    });
  });

  it('tells nothing of an unexpected error', async () => {
    const { status, body } = await get('/things/1?how=broken');
    expect(status).toBe(500);
    expect(JSON.parse(body)).toEqual({ error: { reason: 'INTERNAL', message: 'Something went wrong on the server.' } });
  });

  it('answers in the same shape where there is no route, and to a body that is not JSON', async () => {
    expect(JSON.parse((await get('/nowhere')).body)).toMatchObject({ error: { reason: 'NOT_FOUND' } });
    const response = await fetch(`${url}/things/1`, {
      method: 'POST',
      body: '{',
      headers: { 'content-type': 'application/json' },
    });
    expect(response.status).toBeLessThan(500);
    expect(await response.json()).toMatchObject({ error: { reason: expect.any(String) } });
  });

  it('takes a request without a body for what it is, whatever type it names', async () => {
    const make = async (body: string) => {
      const response = await fetch(`${url}/things`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json' },
      });
      return { status: response.status, body: await response.json() };
    };
    expect(await make('')).toEqual({ status: 200, body: { body: 'none' } });
    expect(await make('{"a":1}')).toEqual({ status: 200, body: { body: { a: 1 } } });
    expect(await make('{"__proto__":{"admin":true}}')).toMatchObject({
      status: 400,
      body: { error: { reason: 'REQUEST_INVALID' } },
    });
  });

  it('reads a body that is too large to its end, so that its sender hears the refusal', async () => {
    const megabyte = Buffer.alloc(1024 * 1024, 'x');
    const sending = request(`${url}/things/1`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': 4 * megabyte.length },
    });
    const answered = once(sending, 'response');
    sending.write(megabyte);
    const [response] = (await answered) as [IncomingMessage];
    response.resume();
    for (let sent = 1; sent < 4; sent += 1) {
      await new Promise<void>((resolve, reject) => {
        sending.write(megabyte, (error) => (error ? reject(error) : resolve()));
      });
    }
    sending.end();
    await finished(sending);
    expect(response.statusCode).toBe(400);
  });

  it('refuses a body that is too large only at its end where the connection is to be closed then', async () => {
    const body = Buffer.alloc(8 * 1024 * 1024, 'x');
    const headers = { 'content-type': 'application/json', 'content-length': body.length, connection: 'close' };
    const statuses = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const sending = request(`${url}/things/1`, { method: 'POST', headers, agent: false });
        sending.end(body);
        const [response] = (await once(sending, 'response')) as [IncomingMessage];
        response.resume();
        await finished(sending);
        return response.statusCode;
      }),
    );
    expect(new Set(statuses)).toEqual(new Set([400]));
  });

  it('answers gRPC with the reason of a refusal, and counts both protocols by route and outcome', async () => {
    const client = createGrpcClient(sfuV1.SfuControlServiceClient, {
      address: `127.0.0.1:${grpcPort}`,
      tls: readTls(certificates.filesFor('call-orchestrator')),
      serverName: 'sfu-node',
      defaultDeadlineMs: 2_000,
    });
    await expect(client.closeCall({ callId: 'call_1', reason: '' })).rejects.toMatchObject({ reason: 'NODE_DRAINING' });
    client.close();
    await get('/things/2');

    const lines = (await get('/metrics')).body.split('\n');
    expect(lines.filter((line) => line.includes('_server_duration_seconds_count'))).toEqual(
      expect.arrayContaining([
        'rpc_server_duration_seconds_count{service="sfu-node",method="/videocall.sfu.v1.SfuControlService/CloseCall",code="UNAVAILABLE"} 1',
        'http_server_duration_seconds_count{service="sfu-node",method="GET",route="/things/:id",status="429"} 1',
        'http_server_duration_seconds_count{service="sfu-node",method="GET",route="/things/:id",status="200"} 1',
      ]),
    );
    expect(lines.some((line) => line.startsWith('process_cpu_user_seconds_total'))).toBe(true);
  });

  it('tells whether its dependencies answer, and when its certificate ends', async () => {
    const readiness = service.app.get(Readiness);
    readiness.add('database', async () => undefined);
    readiness.add('redis', () => Promise.reject(new Error('away')));
    const { body } = await get('/metrics');
    expect(body).toContain('service_dependency_up{dependency="database",service="sfu-node"} 1');
    expect(body).toContain('service_dependency_up{dependency="redis",service="sfu-node"} 0');
    const [, expiry] = /^tls_certificate_expiry_timestamp_seconds\{service="sfu-node"\} (\d+)/m.exec(body) ?? [];
    expect(Number(expiry) * 1000).toBeGreaterThan(Date.now());
  });

  it('turns readiness off, then drains, then closes', async () => {
    await service.stop();
    expect(drained).toEqual(['while not ready']);
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  });
});
