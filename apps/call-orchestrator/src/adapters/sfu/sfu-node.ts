import { sfuV1 } from '@videocall/contracts';
import { createGrpcClient, type GrpcClient, type TlsMaterial } from '@videocall/platform-grpc';
import type { CodecList } from '../../application/ports/media-nodes.js';
import type { KnownNode, NodeLoad, NodeState } from '../../domain/placement.js';
import { loadOf } from './messages.js';

const DEADLINE_MS = 2_000;

/** What one `WatchNode` told, in order, until it ended. */
export interface NodeListener {
  hello(hello: sfuV1.NodeHello): void;
  event(event: NonNullable<sfuV1.NodeEvent['event']>): void;
}

/** One sfu-node of the configuration: its commands, and what is known of the process behind its address. */
export class SfuNode {
  /** `host:port` of its gRPC, for commands and signalling. */
  readonly address: string;
  readonly client: GrpcClient<sfuV1.SfuControlServiceClient>;
  codecList: CodecList | undefined;
  #known: Omit<KnownNode, 'state'> | undefined;
  #state: NodeState = 'AWAY';

  constructor(address: string, tls: TlsMaterial) {
    this.address = address;
    this.client = createGrpcClient(sfuV1.SfuControlServiceClient, {
      address,
      tls,
      serverName: 'sfu-node',
      defaultDeadlineMs: DEADLINE_MS,
    });
  }

  /** Undefined before it was ever seen. */
  get known(): KnownNode | undefined {
    return this.#known && { ...this.#known, state: this.#state };
  }

  /** AWAY also before it was ever seen. */
  get state(): NodeState {
    return this.#state;
  }

  /**
   * Watches the node until the stream ends, which it does only with the node, the connection or the signal.
   *
   * @throws what ended it.
   */
  async watch(listener: NodeListener, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const stream = this.client.watchNode({});
    const cancel = () => stream.cancel();
    signal.addEventListener('abort', cancel);
    try {
      for await (const { event } of stream as AsyncIterable<sfuV1.NodeEvent>) {
        if (event?.$case === 'hello') {
          this.#greeted(event.value);
          listener.hello(event.value);
        } else if (event?.$case === 'load') this.#loaded(loadOf(event.value));
        else if (event) listener.event(event);
      }
    } finally {
      signal.removeEventListener('abort', cancel);
      cancel();
    }
  }

  /** Its media may well go on. */
  outOfSight(): void {
    if (this.#state === 'UP') this.#state = 'AWAY';
  }

  lost(): void {
    this.#state = 'LOST';
  }

  #greeted({ nodeId, bootId, load, codecListJson, codecListHash }: sfuV1.NodeHello): void {
    this.#known = { nodeId, bootId, load: loadOf(load) };
    this.#state = 'UP';
    this.codecList = { json: codecListJson, hash: codecListHash };
  }

  #loaded(load: NodeLoad): void {
    if (this.#known) this.#known = { ...this.#known, load };
  }
}
