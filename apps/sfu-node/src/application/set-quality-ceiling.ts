import type { SheddingLevel } from '../domain/adaptation/load-shedding.js';
import type { WorkerPool } from '../media/worker-pool.js';

/** Longer than whoever wants it takes to say so again, and to be started anew. Milliseconds. */
const HELD_FOR = 60_000;

/** Caps every picture of this node for a while (OPS-2). */
export class SetQualityCeiling {
  readonly #pool: WorkerPool;

  constructor(pool: WorkerPool) {
    this.#pool = pool;
  }

  execute(level: SheddingLevel): void {
    for (const { shedding } of this.#pool.workers) shedding.hold(level, performance.now() + HELD_FOR);
  }
}
