import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { actionsOf, CapacityWatch, modeOf, RESOURCES, type Levels, type Resource } from '../domain/capacity.js';
import { OperatorRules } from './operator-rules.js';
import { CallDatabase, type CallTransaction } from './ports/call-database.js';
import { MediaNodes } from './ports/media-nodes.js';

const LOOK_EVERY_MS = 5_000;

/**
 * Judges how full the server is, and has what that calls for done by whoever it belongs to (OPS-2): new calls and recordings are
 * refused here, pictures are capped by the sfu-nodes. Levels are kept in the database, so that all orchestrators, and one
 * started anew, go by the same.
 */
@Injectable()
export class KeepCapacity implements BeforeApplicationShutdown {
  readonly #database: CallDatabase;
  readonly #nodes: MediaNodes;
  readonly #rules: OperatorRules;
  readonly #watches = new Map(RESOURCES.map((resource) => [resource, new CapacityWatch(resource)]));
  readonly #logger = new Logger(KeepCapacity.name);
  #latest = 0;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(database: CallDatabase, nodes: MediaNodes, rules: OperatorRules) {
    this.#database = database;
    this.#nodes = nodes;
    this.#rules = rules;
  }

  start(): void {
    this.#timer = setInterval(() => void this.look(performance.now()), LOOK_EVERY_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  /** @param now milliseconds, monotonic */
  look(now: number): Promise<void> {
    this.#running = this.#running
      .then(() => this.#look(now))
      .catch((error: unknown) => this.#logger.error({ err: error, msg: 'capacity could not be judged; tried again' }));
    return this.#running;
  }

  async #look(now: number): Promise<void> {
    // Levels are held for a time, so looks count in its order only.
    if (now < this.#latest) return;
    this.#latest = now;
    const levels = await this.#database.transaction((tx) => this.#judge(tx, now));
    const { qualityCeiling } = actionsOf(levels);
    await Promise.all(
      this.#nodes.known
        .filter(({ state }) => state === 'UP')
        .map(({ nodeId }) =>
          this.#nodes.setQualityCeiling(nodeId, qualityCeiling).catch((error: unknown) => {
            this.#logger.warn({ err: error, msg: 'an sfu-node could not be told the ceiling; told again', nodeId });
          }),
        ),
    );
  }

  async #judge(tx: CallTransaction, now: number): Promise<Levels> {
    await tx.capacity.lock();
    const measured = await this.#measure(tx);
    const before = await tx.capacity.levels();
    let levels = before;
    for (const [resource, watch] of this.#watches) {
      // On a machine that does other things as well, what it is full of says nothing.
      const counted = this.#rules.hostLimitsEnforced ? measured[resource] : 0;
      const level = watch.next(before[resource], counted, now);
      levels = { ...levels, [resource]: level };
      const cause = await tx.capacity.save(resource, level, measured[resource]);
      if (level === before[resource]) continue;
      const [mode, actions] = [modeOf(levels), actionsOf(levels)];
      this.#logger.warn({ msg: 'capacity changed', resource, level, measured: cause.measured, mode, actions });
      await tx.capacity.tell({ cause, mode, actions });
    }
    return levels;
  }

  /** Of several machines the one with the most room counts: that is where calls are placed. Each pays for its own traffic. */
  async #measure(tx: CallTransaction): Promise<Record<Resource, number>> {
    const nodes = this.#nodes.known.filter(({ state }) => state === 'UP');
    const least = (figures: readonly number[]): number => (figures.length === 0 ? 0 : Math.min(...figures));
    const traffic = await tx.capacity.addTraffic(
      nodes.flatMap(({ nodeId, load }) => (load.hostSentBytes > 0 ? [{ nodeId, counter: load.hostSentBytes }] : [])),
    );
    return {
      CPU: least(nodes.map(({ load }) => load.hostCpuPermille)) / 1_000,
      MEMORY: least(nodes.map(({ load }) => load.hostMemoryPermille)) / 1_000,
      TRAFFIC: Math.max(0, ...traffic),
      CALLS: (await tx.countOpenCalls()) / this.#rules.maxCalls,
    };
  }
}
