import { once } from 'node:events';
import { Metadata, type ServerDuplexStream, type ServerUnaryCall } from '@grpc/grpc-js';
import { Controller, Module, UsePipes, type INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { GrpcMethod, GrpcStreamCall } from '@nestjs/microservices';
import { sfuV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import { freePort, TestCertificates } from '@videocall/testing';
import { Observable } from 'rxjs';
import { z } from 'zod';
import { CallerIs, callerName } from './caller-is.guard.js';
import { createGrpcClient, type GrpcClient } from './client.js';
import { RefusalRpcFilter } from './refusal-rpc.filter.js';
import { grpcServerOptions } from './server-options.js';
import { refusalFromStatus } from './status.js';
import type { TlsMaterial } from './tls.js';
import { ZodRpcPipe } from './zod-rpc.pipe.js';

/** Longer than any codec list: 30 KB. */
const LONG_LIST = Array.from({ length: 300 }, (_, index) => ({ codec: `video/${index}`.padEnd(80, 'x') }));
const SECRET_CAUSE = 'connection string with a password';
const closePeerRequest = z.object({ peerId: z.string().startsWith('peer_'), reason: z.string() });

/** Stands for an sfu-node: each method shows one behaviour of the library. */
@Controller()
@CallerIs('call-orchestrator')
class ControlController {
  static watchersGone = 0;

  @GrpcMethod('SfuControlService', 'ClosePeer')
  @UsePipes(new ZodRpcPipe(closePeerRequest))
  closePeer({ reason }: sfuV1.ClosePeerRequest): sfuV1.ClosePeerResponse {
    if (reason === 'bug') throw new Error(SECRET_CAUSE);
    return {};
  }

  @GrpcMethod('SfuControlService', 'CloseCall')
  async closeCall({ reason }: sfuV1.CloseCallRequest): Promise<never> {
    if (reason === 'long') throw new Refusal('CODEC_LIST_OUTDATED', { details: { codecs: LONG_LIST } });
    throw new Refusal('CODEC_LIST_OUTDATED', {
      message: 'Nur ein Satz.',
      retryAfterMs: 1500,
      details: { hash: 'ä1', sizes: [1, 2] },
    });
  }

  @GrpcMethod('SfuControlService', 'DrainNode')
  drainNode(_request: sfuV1.DrainNodeRequest, metadata: Metadata, call: ServerUnaryCall<unknown, unknown>) {
    return { remainingCalls: callerName(call) === 'call-orchestrator' && metadata.get('x-test')[0] === 'yes' ? 7 : 0 };
  }

  @GrpcMethod('SfuControlService', 'OpenPeer')
  openPeer(): Promise<never> {
    return new Promise(() => undefined);
  }

  @GrpcMethod('SfuControlService', 'WatchNode')
  watchNode(): Observable<sfuV1.NodeEvent> {
    return new Observable((subscriber) => {
      subscriber.next({
        event: { $case: 'peerClosed', value: { peerId: 'peer_1', reason: 'LEFT' } },
      } as sfuV1.NodeEvent);
      return () => (ControlController.watchersGone += 1);
    });
  }
}

@Controller()
class SignallingController {
  @GrpcStreamCall('SfuSignallingService', 'Attach')
  @CallerIs('api-gateway')
  attach(call: ServerDuplexStream<sfuV1.AttachRequest, sfuV1.PeerNotification>): void {
    call.on('data', () => call.write(sfuV1.PeerNotification.fromPartial({ peerId: 'peer_1', revision: 3 })));
    call.on('end', () => call.end());
  }
}

@Module({ controllers: [ControlController, SignallingController] })
class NodeModule {}

const certificates = new TestCertificates();
const serverTls = certificates.materialFor('sfu-node');
const orchestratorTls = certificates.materialFor('call-orchestrator');
const gatewayTls = certificates.materialFor('api-gateway');

let server: INestMicroservice;
let port: number;
const clients: { close(): void }[] = [];

const startServer = async (): Promise<INestMicroservice> => {
  const started = await NestFactory.createMicroservice(NodeModule, {
    ...grpcServerOptions({
      host: '127.0.0.1',
      port,
      tls: serverTls,
      services: [sfuV1.SfuControlServiceService, sfuV1.SfuSignallingServiceService],
    }),
    logger: false as const,
  });
  started.useGlobalFilters(new RefusalRpcFilter());
  await started.listen();
  return started;
};

const remember = <Client extends { close(): void }>(client: Client): Client => {
  clients.push(client);
  return client;
};
const towardsNode = (tls: TlsMaterial, serverName = 'sfu-node') => ({
  address: `localhost:${port}`,
  tls,
  serverName,
  defaultDeadlineMs: 2_000,
});
const controlClient = (tls = orchestratorTls): GrpcClient<sfuV1.SfuControlServiceClient> =>
  remember(createGrpcClient(sfuV1.SfuControlServiceClient, towardsNode(tls)));
const signallingClient = (tls = gatewayTls): GrpcClient<sfuV1.SfuSignallingServiceClient> =>
  remember(createGrpcClient(sfuV1.SfuSignallingServiceClient, towardsNode(tls)));

const closePeer = { peerId: 'peer_1', reason: 'LEFT' };
const closeCall = { callId: 'call_1', reason: '' };
const refusalOf = async (call: Promise<unknown>): Promise<Refusal> => {
  const outcome = await call.then(
    () => 'answered',
    (error: unknown) => error,
  );
  if (!(outcome instanceof Refusal)) throw new Error('not refused', { cause: outcome });
  return outcome;
};

beforeAll(async () => {
  port = await freePort();
  server = await startServer();
});
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});
afterAll(async () => {
  await server.close();
  certificates.dispose();
});

describe('a call between services', () => {
  it('is answered when the caller shows the right certificate', async () => {
    await expect(controlClient().closePeer(closePeer)).resolves.toEqual({});
  });

  it('carries metadata, and tells the handler who calls', async () => {
    const metadata = new Metadata();
    metadata.set('x-test', 'yes');
    await expect(controlClient().drainNode({}, { metadata })).resolves.toEqual({ remainingCalls: 7 });
  });

  it('is refused when another service of the same authority calls', async () => {
    expect((await refusalOf(controlClient(gatewayTls).closePeer(closePeer))).reason).toBe('CALLER_NOT_ALLOWED');
  });

  it('does not get through with a certificate of another authority', async () => {
    const strangers = new TestCertificates();
    const impostor = { ...strangers.materialFor('call-orchestrator'), ca: serverTls.ca };
    strangers.dispose();
    expect((await refusalOf(controlClient(impostor).closePeer(closePeer))).reason).toBe('SERVICE_UNAVAILABLE');
  });

  it('does not get through to a server that is another service', async () => {
    const misled = remember(createGrpcClient(sfuV1.SfuControlServiceClient, towardsNode(orchestratorTls, 'auth')));
    expect((await refusalOf(misled.closePeer(closePeer))).reason).toBe('SERVICE_UNAVAILABLE');
  });

  it('does not get through without TLS', async () => {
    const plaintext = remember(
      createGrpcClient(sfuV1.SfuControlServiceClient, { address: `127.0.0.1:${port}`, defaultDeadlineMs: 2_000 }),
    );
    expect((await refusalOf(plaintext.closePeer(closePeer))).reason).toBe('SERVICE_UNAVAILABLE');
  });

  it('brings a refusal back whole', async () => {
    const refusal = await refusalOf(controlClient().closeCall(closeCall));
    expect(refusal.toBody()).toEqual({
      reason: 'CODEC_LIST_OUTDATED',
      message: 'Nur ein Satz.',
      retryAfterMs: 1500,
      details: { hash: 'ä1', sizes: [1, 2] },
    });
  });

  it('brings back details as long as a list of codecs', async () => {
    const refusal = await refusalOf(controlClient().closeCall({ callId: 'call_1', reason: 'long' }));
    expect(refusal.details).toEqual({ codecs: LONG_LIST });
  });

  it('is refused with the fields at fault when the message is not valid', async () => {
    const refusal = await refusalOf(controlClient().closePeer({ peerId: 'trk_1', reason: '' }));
    expect(refusal.reason).toBe('REQUEST_INVALID');
    expect(refusal.details).toMatchObject({ fields: [{ field: 'peerId' }] });
  });

  it('tells nothing of an error in the server but that there was one', async () => {
    const refusal = await refusalOf(controlClient().closePeer({ peerId: 'peer_1', reason: 'bug' }));
    expect(refusal.reason).toBe('INTERNAL');
    expect(JSON.stringify(refusal.toBody()) + String(refusal.cause)).not.toContain(SECRET_CAUSE);
  });

  it('is given up at its deadline', async () => {
    const request = sfuV1.OpenPeerRequest.fromPartial({});
    expect((await refusalOf(controlClient().openPeer(request, { deadlineMs: 100 }))).reason).toBe('DEADLINE_EXCEEDED');
  });

  it('is refused as UNIMPLEMENTED where no handler is', async () => {
    const request = sfuV1.SetPeerPolicyRequest.fromPartial({});
    expect((await refusalOf(controlClient().setPeerPolicy(request))).reason).toBe('UNIMPLEMENTED');
  });
});

describe('a stream between services', () => {
  it('delivers events, and its cancellation reaches the handler', async () => {
    const gone = ControlController.watchersGone;
    const stream = controlClient().watchNode({});
    stream.on('error', () => undefined);
    const [event] = (await once(stream, 'data')) as [sfuV1.NodeEvent];
    expect(event.event?.$case).toBe('peerClosed');
    stream.cancel();
    const probe = controlClient();
    while (ControlController.watchersGone === gone) await probe.closePeer(closePeer);
    expect(ControlController.watchersGone).toBe(gone + 1);
  });

  it('is refused when another service opens it', async () => {
    const stream = controlClient(gatewayTls).watchNode({});
    const [error] = await once(stream.resume(), 'error').catch((failure: unknown) => [failure]);
    expect(refusalFromStatus(error).reason).toBe('CALLER_NOT_ALLOWED');
  });

  it('goes both ways when the handler takes the raw call', async () => {
    const stream = signallingClient().attach();
    stream.write(sfuV1.AttachRequest.fromPartial({}));
    const [notification] = (await once(stream, 'data')) as [sfuV1.PeerNotification];
    expect(notification.revision).toBe(3);
    stream.end();
    await once(stream, 'end');
  });

  it('is refused, and the server lives on, when the wrong service opens a raw call', async () => {
    const stream = signallingClient(orchestratorTls).attach();
    const [error] = await once(stream.resume(), 'error').catch((failure: unknown) => [failure]);
    expect(refusalFromStatus(error).reason).toBe('CALLER_NOT_ALLOWED');
    await expect(controlClient().closePeer(closePeer)).resolves.toEqual({});
  });
});

describe('while the other service restarts', () => {
  it('fails a call at once, unless repeating it does no harm: then it is answered once the service is back', async () => {
    const client = controlClient();
    await client.closePeer(closePeer);
    await server.close();

    expect((await refusalOf(client.closePeer(closePeer))).reason).toBe('SERVICE_UNAVAILABLE');
    const waiting = client.closePeer(closePeer, { idempotent: true, deadlineMs: 10_000 });
    server = await startServer();
    await expect(waiting).resolves.toEqual({});
    await expect(client.closePeer(closePeer)).resolves.toEqual({});
  });

  it('gives up an idempotent call at its deadline', async () => {
    const client = controlClient();
    await server.close();
    try {
      expect((await refusalOf(client.closePeer(closePeer, { idempotent: true, deadlineMs: 300 }))).reason).toBe(
        'SERVICE_UNAVAILABLE',
      );
    } finally {
      server = await startServer();
    }
  });

  it('stops although a stream is open', async () => {
    const stream = controlClient().watchNode({});
    const ended = once(stream, 'error').catch((failure: unknown) => [failure]);
    await once(stream, 'data');
    await server.close();
    const [error] = await ended;
    expect(refusalFromStatus(error).reason).toBe('SERVICE_UNAVAILABLE');
    server = await startServer();
  });
});
