import { sfuV1 } from '@videocall/contracts';
import { createGrpcClient, type GrpcClient, type TlsMaterial } from '@videocall/platform-grpc';
import { AttachStream } from './attach-stream.js';

/** Milliseconds that media signalling may take. */
const DEADLINE_MS = 5_000;

export type SfuSignalling = GrpcClient<sfuV1.SfuSignallingServiceClient>;

/** A sfu-node: one channel, and one stream of notifications for all peers on it. */
export interface SfuNode {
  readonly signalling: SfuSignalling;
  /** On a channel of its own: signalling does not wait behind packets. */
  readonly media: GrpcClient<sfuV1.SfuMediaServiceClient>;
  readonly notifications: AttachStream;
}

/** The sfu-nodes that this gateway speaks to. Which there are is the orchestrator's to say, call by call. */
export class SfuNodes {
  readonly #tls: TlsMaterial;
  readonly #onBroken: (address: string, error: Error) => void;
  readonly #nodes = new Map<string, SfuNode>();

  /** @param onBroken is told when a node's stream broke; it comes back by itself */
  constructor(tls: TlsMaterial, onBroken: (address: string, error: Error) => void) {
    this.#tls = tls;
    this.#onBroken = onBroken;
  }

  /** @param address `host:port` as in `PeerAccess.node_address` */
  at(address: string): SfuNode {
    const known = this.#nodes.get(address);
    if (known) return known;
    const options = { address, tls: this.#tls, serverName: 'sfu-node', defaultDeadlineMs: DEADLINE_MS };
    const signalling = createGrpcClient(sfuV1.SfuSignallingServiceClient, options);
    const media = createGrpcClient(sfuV1.SfuMediaServiceClient, options);
    const notifications = new AttachStream(
      () => signalling.attach(),
      (error) => this.#onBroken(address, error),
    );
    const node = { signalling, media, notifications };
    this.#nodes.set(address, node);
    return node;
  }

  close(): void {
    for (const { signalling, media, notifications } of this.#nodes.values()) {
      notifications.close();
      signalling.close();
      media.close();
    }
  }
}
