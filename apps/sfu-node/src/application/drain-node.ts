import type { CallRegistry } from '../media/call-registry.js';
import type { NodeEvents } from '../media/node-events.js';
import type { NodeLoadReader } from '../media/node-load.js';
import type { NodeIdentity } from './node-identity.js';

/** How long peers have to move elsewhere once this node stops. Milliseconds. */
const STOP_AFTER = 2_000;
const LOOK_EVERY = 50;

/** No new calls from now on. */
export class DrainNode {
  readonly #identity: NodeIdentity;
  readonly #registry: CallRegistry;
  readonly #load: NodeLoadReader;
  readonly #nodeEvents: NodeEvents;

  constructor(identity: NodeIdentity, registry: CallRegistry, load: NodeLoadReader, nodeEvents: NodeEvents) {
    this.#identity = identity;
    this.#registry = registry;
    this.#load = load;
    this.#nodeEvents = nodeEvents;
  }

  /** @returns how many calls go on here */
  execute(): number {
    this.#identity.draining = true;
    this.#nodeEvents.tell({ $case: 'load', value: this.#load.load });
    return this.#registry.calls.length;
  }

  /** The process ends: whoever is still here a moment later is told to join elsewhere. */
  async stop(): Promise<void> {
    this.execute();
    const deadline = performance.now() + STOP_AFTER;
    while (this.#registry.calls.length > 0 && performance.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
    }
    for (const call of this.#registry.calls) this.#registry.closeCall(call, 'NODE_DRAINING');
  }
}
