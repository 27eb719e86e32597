import type { CallRegistry } from '../media/call-registry.js';

/** Asks everybody in a call to move to another node, where the orchestrator has placed it. */
export class MoveCall {
  readonly #registry: CallRegistry;
  #askedAt = -Infinity;

  constructor(registry: CallRegistry) {
    this.#registry = registry;
  }

  /** `performance.now()` of the last time that anybody was to be asked. */
  get askedAt(): number {
    return this.#askedAt;
  }

  /** Nobody is here any more where the call is not. */
  execute(callId: string): void {
    this.#askedAt = performance.now();
    this.#registry.call(callId)?.tellAll({ $case: 'moveAsked', value: {} });
  }
}
