import { once } from 'node:events';
import { credentials, Metadata, Server, ServerCredentials, status } from '@grpc/grpc-js';
import { sfuV1 } from '@videocall/contracts';
import { register } from 'prom-client';
import { grpcMetricsInterceptor } from './grpc-metrics.js';

const countLines = async (): Promise<string[]> =>
  (await register.metrics())
    .split('\n')
    .filter((line) => line.startsWith('rpc_server_duration_seconds_count'))
    .map((line) => line.replace(/.*\/(\w+)",code="(\w+)"\} /, '$1 $2 '))
    .sort();

describe('metrics of gRPC calls', () => {
  const server = new Server({ interceptors: [grpcMetricsInterceptor] });
  let client: sfuV1.SfuControlServiceClient;

  const unary = (method: 'closeCall' | 'drainNode', deadlineMs = 5_000): Promise<unknown> => {
    const options = { deadline: Date.now() + deadlineMs };
    return new Promise((resolve) => {
      if (method === 'closeCall') client.closeCall({ callId: '', reason: '' }, new Metadata(), options, resolve);
      else client.drainNode({}, new Metadata(), options, resolve);
    });
  };
  /** The status of a call whose caller went away is known a moment later than to the caller. */
  const counted = async (...lines: string[]): Promise<void> => {
    while ((await countLines()).length < lines.length) await new Promise(setImmediate);
    expect(await countLines()).toEqual(lines);
  };

  beforeAll(async () => {
    server.addService(sfuV1.SfuControlServiceService, {
      closeCall: (call: { request: sfuV1.CloseCallRequest }, answer: (error: object | null, reply: object) => void) =>
        answer(call.request.callId === '' ? null : { code: status.NOT_FOUND }, {}),
      drainNode: () => undefined,
      watchNode: (stream: { write(event: sfuV1.NodeEvent): void }) => stream.write(sfuV1.NodeEvent.fromPartial({})),
    });
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      );
    });
    client = new sfuV1.SfuControlServiceClient(`127.0.0.1:${port}`, credentials.createInsecure());
  });
  beforeEach(() => register.resetMetrics());
  afterAll(() => {
    client.close();
    server.forceShutdown();
  });

  it('tell each method and the status it ended with', async () => {
    await unary('closeCall');
    await unary('closeCall');
    await new Promise((resolve) => client.closeCall({ callId: 'call_1', reason: '' }, resolve));
    await counted('CloseCall NOT_FOUND 1', 'CloseCall OK 2');
  });

  it('count a call that its caller gave up', async () => {
    await unary('drainNode', 50);
    await counted(expect.stringMatching(/^DrainNode (CANCELLED|DEADLINE_EXCEEDED) 1$/) as unknown as string);
  });

  it('count a stream once, when it ends', async () => {
    const stream = client.watchNode({});
    stream.on('error', () => undefined);
    await once(stream, 'data');
    expect(await countLines()).toEqual([]);
    stream.cancel();
    await counted('WatchNode CANCELLED 1');
  });
});
