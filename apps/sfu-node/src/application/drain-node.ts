import { setTimeout as sleep } from 'node:timers/promises';
import type { CallRegistry } from '../media/call-registry.js';
import type { NodeEvents } from '../media/node-events.js';
import type { NodeLoadReader } from '../media/node-load.js';
import type { MoveCall } from './move-call.js';
import type { NodeIdentity } from './node-identity.js';

/** The orchestrator asks every second while it has somewhere to move calls to. Milliseconds. */
const NOBODY_ASKS = 1_500;
const LOOK_EVERY = 50;

interface DrainNeeds {
  readonly identity: NodeIdentity;
  readonly registry: CallRegistry;
  readonly load: NodeLoadReader;
  readonly nodeEvents: NodeEvents;
  readonly moveCall: MoveCall;
  /** How long calls may take to move once this node stops, milliseconds. */
  readonly patienceMs: number;
}

/** No new calls from now on; the orchestrator, which is told, moves those that are here to another node, if there is one. */
export class DrainNode {
  readonly #needs: DrainNeeds;

  constructor(needs: DrainNeeds) {
    this.#needs = needs;
  }

  /** @returns how many calls go on here */
  execute(): number {
    const { identity, nodeEvents, load, registry } = this.#needs;
    identity.draining = true;
    nodeEvents.tell({ $case: 'load', value: load.load });
    return registry.calls.length;
  }

  /**
   * The process ends: as soon as the last call has moved, at once where nobody moves them, and at the latest when patience
   * ends. Whoever is still here then is told to join again, wherever that is.
   */
  async stop(): Promise<void> {
    const { registry, moveCall, nodeEvents, patienceMs } = this.#needs;
    this.execute();
    const began = performance.now();
    const isOver = () => {
      const now = performance.now();
      return now - began >= patienceMs || now - Math.max(began, moveCall.askedAt) >= NOBODY_ASKS;
    };
    while (registry.calls.length > 0 && !isOver()) await sleep(LOOK_EVERY);
    for (const call of registry.calls) registry.closeCall(call, 'NODE_DRAINING');
    nodeEvents.end();
  }
}
