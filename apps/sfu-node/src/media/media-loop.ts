import type { Logger } from '@videocall/platform-logging';
import type { CallRegistry } from './call-registry.js';
import type { ConnectionWatch } from './connection-watch.js';
import type { LayerDirector } from './layer-director.js';
import type { NodeEvents } from './node-events.js';
import type { NodeLoadReader } from './node-load.js';
import type { QualityEnforcer } from './quality-enforcer.js';
import type { ReceiverDirector } from './receiver-director.js';
import type { StatisticsReader } from './statistics-reader.js';

interface LoopParts {
  readonly registry: CallRegistry;
  readonly watch: ConnectionWatch;
  readonly director: LayerDirector;
  readonly enforcer: QualityEnforcer;
  readonly receivers: ReceiverDirector;
  readonly statistics: StatisticsReader;
  readonly load: NodeLoadReader;
  readonly nodeEvents: NodeEvents;
  readonly log: Logger;
}

/** Milliseconds. */
const TICK = 500;
export const LOAD_EVERY = 1_000;
const RECEIVERS_EVERY = 1_000;
const STATISTICS_EVERY = 2_000;

/** Everything that happens because time passes, and not because somebody asked. */
export class MediaLoop {
  readonly #parts: LoopParts;
  readonly #timers: NodeJS.Timeout[] = [];

  constructor(parts: LoopParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#timers.push(
      setInterval(() => this.#tick(), TICK),
      setInterval(() => void this.#guard(this.#tellLoad()), LOAD_EVERY),
      setInterval(() => void this.#guard(this.#parts.receivers.look()), RECEIVERS_EVERY),
      setInterval(() => void this.#guard(this.#parts.statistics.read()), STATISTICS_EVERY),
    );
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
  }

  #tick(): void {
    const { registry, watch, director, enforcer } = this.#parts;
    const now = performance.now();
    watch.tick(now);
    enforcer.tick(now);
    for (const call of registry.calls) {
      call.tick(now);
      // Demand that fell is told to publishers only after a while.
      director.refreshCall(call);
    }
  }

  async #tellLoad(): Promise<void> {
    const { load, nodeEvents } = this.#parts;
    // Also where it could not be read or did not change: who watches takes silence for the end of this host.
    await load.read().finally(() => nodeEvents.tell({ $case: 'load', value: load.load }));
  }

  /** A worker may die while it is asked; the next reading asks its successor. */
  async #guard(reading: Promise<void>): Promise<void> {
    try {
      await reading;
    } catch (error) {
      this.#parts.log.warn({ err: error }, 'a reading failed');
    }
  }
}
