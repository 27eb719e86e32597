import { Writable } from 'node:stream';
import { Controller, Get, Logger, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Logger as PinoNestLogger } from 'nestjs-pino';
import { loggingModule } from './logging.module.js';
import { answerWithRequestId, requestIdOf } from './request-id.js';

const lines: Record<string, unknown>[] = [];
const sink = new Writable({
  write: (chunk: Buffer, _encoding, done) => {
    lines.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
    done();
  },
});

@Controller()
class PageController {
  readonly #logger = new Logger('PageController');

  @Get(['page', 'healthz'])
  page(): string {
    this.#logger.log({ msg: 'serving', pageId: 'page_1' });
    return 'page';
  }
}

@Module({ imports: [loggingModule({ service: 'api-gateway' }, sink)], controllers: [PageController] })
class AppModule {}

describe('the log of HTTP requests', () => {
  let url: string;
  let close: () => Promise<void>;

  beforeAll(async () => {
    const adapter = new FastifyAdapter({ genReqId: requestIdOf });
    answerWithRequestId(adapter.getInstance());
    const app = await NestFactory.create(AppModule, adapter, { bufferLogs: true });
    app.useLogger(app.get(PinoNestLogger));
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
    close = () => app.close();
  });
  afterAll(() => close());
  beforeEach(() => lines.splice(0));

  const completed = () => lines.filter(({ msg }) => msg === 'request completed');

  it('has a line for each request, with its path but not its query', async () => {
    await fetch(`${url}/page?token=S1`, { headers: { authorization: 'Bearer S2' } });
    expect(completed()).toEqual([
      expect.objectContaining({
        service: 'api-gateway',
        req: { id: expect.any(String), method: 'GET', path: '/page' },
        res: { statusCode: 200 },
        responseTime: expect.any(Number),
      }),
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/S1|S2/);
  });

  it('carries the request id that the client sent into every line of that request, and back to the client', async () => {
    const response = await fetch(`${url}/page`, { headers: { 'x-request-id': 'req_12345678' } });
    expect(response.headers.get('x-request-id')).toBe('req_12345678');
    expect(lines).toContainEqual(
      expect.objectContaining({ pageId: 'page_1', req: expect.objectContaining({ id: 'req_12345678' }) }),
    );
  });

  it('makes an id of its own where the client sent one that could forge lines', async () => {
    const response = await fetch(`${url}/page`, { headers: { 'x-request-id': 'short' } });
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('says nothing of health checks', async () => {
    await fetch(`${url}/healthz`);
    expect(completed()).toEqual([]);
  });
});
