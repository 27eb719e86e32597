import { sfuV1 } from '@videocall/contracts';
import { createGrpcClient, type GrpcClient, type TlsMaterial } from '@videocall/platform-grpc';
import type { CodecList } from '../../application/ports/media-nodes.js';
import type { KnownNode, NodeLoad, NodeState } from '../../domain/placement.js';
import { loadOf } from './messages.js';

const DEADLINE_MS = 2_000;
/** So many reports of its load may be missing before a node counts as silent. */
const REPORTS_MISSING = 3;

/** What one `WatchNode` told, in order, until it ended. */
export interface NodeListener {
  hello(hello: sfuV1.NodeHello): void;
  event(event: NonNullable<sfuV1.NodeEvent['event']>): void;
  /** It takes no new calls; told again with each report of its load. */
  drains(): void;
}

/** One sfu-node of the configuration: its commands, and what is known of the process behind its address. */
export class SfuNode {
  /** `host:port` of its gRPC, for commands and signalling. */
  readonly address: string;
  readonly client: GrpcClient<sfuV1.SfuControlServiceClient>;
  codecList: CodecList | undefined;
  /** `performance.now()` at which it was seen last, or made known to us. */
  awaySince = performance.now();
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
   * Watches the node until the stream ends, which it does only with the node, the connection or the signal; or until the
   * node is silent, as a host is that was switched off.
   *
   * @throws what ended it.
   */
  async watch(listener: NodeListener, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const stream = this.client.watchNode({});
    const cancel = () => stream.cancel();
    signal.addEventListener('abort', cancel);
    let silence: NodeJS.Timeout | undefined;
    try {
      for await (const { event } of stream as AsyncIterable<sfuV1.NodeEvent>) {
        silence?.refresh();
        if (event?.$case === 'hello') {
          const { loadEveryMs } = event.value;
          if (loadEveryMs > 0) silence = setTimeout(cancel, loadEveryMs * REPORTS_MISSING);
          this.#greeted(event.value);
          listener.hello(event.value);
        } else if (event?.$case === 'load') this.#loaded(loadOf(event.value));
        else if (event) listener.event(event);
        if (this.drains) listener.drains();
      }
    } finally {
      signal.removeEventListener('abort', cancel);
      clearTimeout(silence);
      cancel();
    }
  }

  /** Whether this process is up, and takes no new calls. */
  get drains(): boolean {
    return this.#state === 'UP' && this.#known?.load.draining === true;
  }

  /** Its media may well go on. */
  outOfSight(): void {
    if (this.#state !== 'UP') return;
    this.#state = 'AWAY';
    this.awaySince = performance.now();
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
