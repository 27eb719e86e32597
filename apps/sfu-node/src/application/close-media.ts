import type { CallRegistry } from '../media/call-registry.js';
import type { LayerDirector } from '../media/layer-director.js';

/** Ends a peer's or a whole call's media. What is not here is closed already. */
export class CloseMedia {
  readonly #registry: CallRegistry;
  readonly #director: LayerDirector;

  constructor(registry: CallRegistry, director: LayerDirector) {
    this.#registry = registry;
    this.#director = director;
  }

  /** @param reason told to the peer: a LeaveReason by name, or NODE_DRAINING */
  peer(peerId: string, reason: string): void {
    const found = this.#registry.find(peerId);
    if (!found) return;
    this.#registry.closePeer(found.call, found.peer, reason);
    this.#director.refreshCall(found.call);
  }

  call(callId: string, reason: string): void {
    const call = this.#registry.call(callId);
    if (call) this.#registry.closeCall(call, reason);
  }
}
