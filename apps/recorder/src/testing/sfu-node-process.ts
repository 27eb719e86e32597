import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { sfuV1 } from '@videocall/contracts';
import { createGrpcClient, type GrpcClient, type TlsMaterial } from '@videocall/platform-grpc';
import { ensureMediaWorker, freePort, type TestCertificates, waitFor } from '@videocall/testing';

const repositoryRoot = join(import.meta.dirname, '../../../..');

/** The product's own sfu-node, as a process; what it runs is what `tsc -b` built. */
export class SfuNodeProcess {
  readonly control: GrpcClient<sfuV1.SfuControlServiceClient>;
  readonly signalling: GrpcClient<sfuV1.SfuSignallingServiceClient>;

  private constructor(
    private readonly process: ChildProcess,
    readonly address: string,
    readonly hello: sfuV1.NodeHello,
    control: GrpcClient<sfuV1.SfuControlServiceClient>,
    gatewayTls: TlsMaterial,
  ) {
    this.control = control;
    this.signalling = createGrpcClient(sfuV1.SfuSignallingServiceClient, towards(address, gatewayTls));
  }

  static async start(certificates: TestCertificates, redisUrl: string, jwksUrl: string): Promise<SfuNodeProcess> {
    const [grpcPort, httpPort, mediaPort, workerBin] = await Promise.all([
      freePort(),
      freePort(),
      freePort(),
      ensureMediaWorker(() => undefined),
    ]);
    const child = spawn(process.execPath, [join(repositoryRoot, 'apps/sfu-node/dist/main.js')], {
      cwd: repositoryRoot,
      env: {
        PATH: process.env['PATH'],
        NODE_ENV: 'test',
        LOG_LEVEL: 'error',
        NODE_ID: 'node_recorded',
        GRPC_PORT: String(grpcPort),
        HTTP_PORT: String(httpPort),
        MEDIA_PORT_BASE: String(mediaPort),
        MEDIA_WORKERS: '1',
        MEDIASOUP_WORKER_BIN: workerBin,
        REDIS_URL: redisUrl,
        ORCHESTRATOR_JWKS_URL: jwksUrl,
        ...certificates.filesFor('sfu-node'),
      },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    await waitFor(
      async () => {
        if (child.exitCode !== null) throw new Error('the sfu-node ended');
        return (await fetch(`http://127.0.0.1:${httpPort}/readyz`).catch(() => undefined))?.ok;
      },
      { timeoutMs: 30_000, what: 'the sfu-node to be ready' },
    );
    const address = `localhost:${grpcPort}`;
    const tls = certificates.materialFor('call-orchestrator');
    const control = createGrpcClient(sfuV1.SfuControlServiceClient, towards(address, tls));
    const hello = await firstHello(control);
    return new SfuNodeProcess(child, address, hello, control, certificates.materialFor('api-gateway'));
  }

  /** SIGKILL, and it is no more when this returns. */
  async kill(): Promise<void> {
    this.control.close();
    this.signalling.close();
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const exited = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await exited;
  }
}

function towards(address: string, tls: TlsMaterial) {
  return { address, tls, serverName: 'sfu-node', defaultDeadlineMs: 5_000 };
}

async function firstHello(control: GrpcClient<sfuV1.SfuControlServiceClient>): Promise<sfuV1.NodeHello> {
  const stream = control.watchNode({});
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
