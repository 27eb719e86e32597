import type { Logger } from '@videocall/platform-logging';
import { NodeIdentity } from '../application/node-identity.js';
import { CallRegistry } from './call-registry.js';
import { ConnectionWatch } from './connection-watch.js';
import { LayerDirector } from './layer-director.js';
import { MediaLoop } from './media-loop.js';
import { MediaMetrics } from './media-metrics.js';
import type { MediaListen } from './media-worker.js';
import { NodeEvents } from './node-events.js';
import { NodeLoadReader } from './node-load.js';
import { PeerMailboxes } from './peer-mailboxes.js';
import { QualityEnforcer } from './quality-enforcer.js';
import { ReceiverDirector } from './receiver-director.js';
import { StatisticsReader } from './statistics-reader.js';
import { WorkerPool } from './worker-pool.js';

export interface MediaNodeOptions {
  readonly nodeId: string;
  readonly workers: number;
  readonly listen: MediaListen;
  readonly workerBin: string | undefined;
  readonly log: Logger;
}

/** The media plane of this process, put together: what use cases and edges work on. */
export class MediaNode {
  readonly pool: WorkerPool;
  readonly identity: NodeIdentity;
  readonly registry: CallRegistry;
  readonly mailboxes = new PeerMailboxes();
  readonly nodeEvents = new NodeEvents();
  readonly director: LayerDirector;
  readonly watch: ConnectionWatch;
  readonly load: NodeLoadReader;
  readonly log: Logger;
  readonly #loop: MediaLoop;

  private constructor(pool: WorkerPool, identity: NodeIdentity, log: Logger) {
    const { mailboxes, nodeEvents } = this;
    const metrics = new MediaMetrics();
    const director = new LayerDirector(metrics);
    this.director = director;
    this.pool = pool;
    this.identity = identity;
    this.log = log;
    const registry = new CallRegistry({ pool, mailboxes, nodeEvents, log });
    this.registry = registry;
    this.watch = new ConnectionWatch(registry, mailboxes, nodeEvents, metrics);
    this.load = new NodeLoadReader({ pool, registry, metrics, identity, log });
    metrics.observe(pool, registry);
    this.#loop = new MediaLoop({
      registry,
      watch: this.watch,
      director,
      enforcer: new QualityEnforcer({ registry, director, metrics, log }),
      receivers: new ReceiverDirector({ registry, director, metrics, log }),
      statistics: new StatisticsReader(registry, metrics, log),
      load: this.load,
      nodeEvents,
      log,
    });
  }

  static async start({ nodeId, ...options }: MediaNodeOptions): Promise<MediaNode> {
    const pool = await WorkerPool.start(options);
    const node = new MediaNode(pool, new NodeIdentity(nodeId, await pool.readCodecList()), options.log);
    node.#loop.start();
    return node;
  }

  close(): void {
    this.#loop.stop();
    this.pool.close();
  }
}
