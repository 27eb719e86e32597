import type { sfuV1 } from '@videocall/contracts';
import type { Logger } from '@videocall/platform-logging';
import type { NodeIdentity } from '../application/node-identity.js';
import type { CallRegistry } from './call-registry.js';
import { HostFigures } from './host-figures.js';
import type { MediaMetrics } from './media-metrics.js';
import type { WorkerPool } from './worker-pool.js';

interface LoadReaderParts {
  readonly pool: WorkerPool;
  readonly registry: CallRegistry;
  readonly metrics: MediaMetrics;
  readonly identity: NodeIdentity;
  readonly log: Logger;
}

/** Smaller changes of processor use are not worth telling. Thousandths of a core. */
const CPU_STEP = 20;

/** What this node carries, read once a second. */
export class NodeLoadReader {
  readonly #pool: WorkerPool;
  readonly #registry: CallRegistry;
  readonly #metrics: MediaMetrics;
  readonly #identity: NodeIdentity;
  readonly #log: Logger;
  readonly #host = new HostFigures();
  #busiest = 0;

  constructor({ pool, registry, metrics, identity, log }: LoadReaderParts) {
    this.#pool = pool;
    this.#registry = registry;
    this.#metrics = metrics;
    this.#identity = identity;
    this.#log = log;
  }

  get load(): sfuV1.NodeLoad {
    const { calls } = this.#registry;
    return {
      calls: calls.length,
      peers: calls.reduce((sum, call) => sum + call.peers.size, 0),
      producers: calls.reduce((sum, call) => sum + call.tracks.size, 0),
      consumers: this.#registry.peers.reduce((sum, peer) => sum + peer.subscriptions.size, 0),
      busiestWorkerCpuPermille: this.#busiest,
      draining: this.#identity.draining,
      hostCpuPermille: this.#host.cpuPermille,
      hostMemoryPermille: this.#host.memoryPermille,
      hostSentBytes: this.#host.sentBytes,
    };
  }

  async read(): Promise<void> {
    await this.#host.read();
    const uses = await Promise.all(
      this.#pool.workers.map(async (worker) => {
        const permille = await worker.cpuPermille();
        this.#metrics.workerCpu(worker.index, permille);
        if (worker.shedding.observe(permille, performance.now())) {
          const { level } = worker.shedding;
          this.#log.info(
            { worker: worker.index, cpuPermille: permille, level },
            'quality follows the load of a worker',
          );
        }
        this.#metrics.workerShedding(worker.index, worker.shedding.level);
        return permille;
      }),
    );
    this.#busiest = Math.round(Math.max(0, ...uses) / CPU_STEP) * CPU_STEP;
  }
}
