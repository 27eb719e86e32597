import { sfuV1 } from '@videocall/contracts';
import { createGrpcClient } from '@videocall/platform-grpc';
import { ensureMediaWorker, freePort } from '@videocall/testing';
import { ServiceProcess } from './service-process.js';
import type { Surroundings } from './surroundings.js';

/** The product's own sfu-node, as a process. */
export interface RealNode {
  readonly address: string;
  readonly port: number;
  /** What it holds now. */
  hello(): Promise<sfuV1.NodeHello>;
  stop(): Promise<void>;
}

/** @param orchestratorHttpPort where the node fetches the keys of peer tickets; nobody need listen there. */
export async function startRealNode(around: Surroundings, orchestratorHttpPort: number): Promise<RealNode> {
  const [grpcPort, httpPort, mediaPort, worker] = await Promise.all([
    freePort(),
    freePort(),
    freePort(),
    ensureMediaWorker(() => undefined),
  ]);
  const process = await ServiceProcess.start('sfu-node', {
    NODE_ENV: 'test',
    LOG_LEVEL: 'error',
    NODE_ID: 'node-1',
    GRPC_PORT: String(grpcPort),
    HTTP_PORT: String(httpPort),
    MEDIA_PORT_BASE: String(mediaPort),
    MEDIA_WORKERS: '1',
    MEDIASOUP_WORKER_BIN: worker,
    REDIS_URL: around.redisUrl,
    ORCHESTRATOR_JWKS_URL: `http://127.0.0.1:${orchestratorHttpPort}/.well-known/jwks.json`,
    ...around.certificates.filesFor('sfu-node'),
  });
  const address = `localhost:${grpcPort}`;
  const client = createGrpcClient(sfuV1.SfuControlServiceClient, {
    address,
    tls: around.certificates.materialFor('call-orchestrator'),
    serverName: 'sfu-node',
    defaultDeadlineMs: 2_000,
  });
  return {
    address,
    port: grpcPort,
    hello: () => firstHello(client),
    stop: async () => {
      client.close();
      await process.kill();
    },
  };
}

async function firstHello(client: { watchNode: sfuV1.SfuControlServiceClient['watchNode'] }): Promise<sfuV1.NodeHello> {
  const stream = client.watchNode({});
  try {
    for await (const { event } of stream as AsyncIterable<sfuV1.NodeEvent>) {
      if (event?.$case === 'hello') return event.value;
    }
    throw new Error('the sfu-node said nothing');
  } finally {
    // Cancelling a stream that nobody reads any more still ends it with an error.
    stream.on('error', () => undefined);
    stream.cancel();
  }
}
