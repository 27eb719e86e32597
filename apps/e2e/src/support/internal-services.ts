import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { credentials, type ChannelCredentials } from '@grpc/grpc-js';
import { sfuV1 } from '@videocall/contracts';
import { issueCertificate } from '@videocall/provision';
import type { Product } from './product.js';

/** The sfu-node's gRPC services as another service of the product would call them. */
export class SfuNodeAs {
  readonly control: sfuV1.SfuControlServiceClient;
  readonly signalling: sfuV1.SfuSignallingServiceClient;

  /** @param caller whose certificate is shown; undefined: none */
  constructor(product: Product, caller: string | undefined) {
    const address = `localhost:${product.stack.ports['sfu-node.grpc']}`;
    const channel = channelCredentials(join(product.dataDir, 'certificates'), caller);
    this.control = new sfuV1.SfuControlServiceClient(address, channel);
    this.signalling = new sfuV1.SfuSignallingServiceClient(address, channel);
  }

  /** What the node says of itself first. */
  async hello(): Promise<sfuV1.NodeHello> {
    const stream = this.control.watchNode({});
    try {
      for await (const message of stream) {
        const { event } = message as sfuV1.NodeEvent;
        if (event?.$case === 'hello') return event.value;
      }
    } finally {
      stream.cancel();
    }
    throw new Error('the node said nothing');
  }

  close(): void {
    this.control.close();
    this.signalling.close();
  }
}

function channelCredentials(folder: string, caller: string | undefined): ChannelCredentials {
  const { caFile, certFile, keyFile } = issueCertificate(folder, caller ?? 'sfu-node');
  if (caller === undefined) return credentials.createSsl(readFileSync(caFile));
  return credentials.createSsl(readFileSync(caFile), readFileSync(keyFile), readFileSync(certFile));
}
