import type { sfuV1 } from '@videocall/contracts';
import type { CallRegistry } from '../media/call-registry.js';
import type { NodeIdentity } from './node-identity.js';
import { snapshotOf } from './snapshot.js';

/** What a client asks for when it missed something. */
export class GetSnapshot {
  readonly #registry: CallRegistry;
  readonly #identity: NodeIdentity;

  constructor(registry: CallRegistry, identity: NodeIdentity) {
    this.#registry = registry;
    this.#identity = identity;
  }

  /** @throws Refusal PEER_NOT_FOUND */
  execute(peerId: string): sfuV1.PeerSnapshot {
    return snapshotOf(this.#registry.get(peerId), this.#identity);
  }
}
