import { sfuV1 } from '@videocall/contracts';
import { Observable } from 'rxjs';
import { LOAD_EVERY } from '../media/media-loop.js';
import type { CallRegistry } from '../media/call-registry.js';
import type { NodeChange, NodeEvents } from '../media/node-events.js';
import type { NodeLoadReader } from '../media/node-load.js';
import type { NodeIdentity } from './node-identity.js';

/** What an orchestrator sees of this node: first all of it, then each change. */
export class WatchNode {
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

  execute(): Observable<NodeChange> {
    return new Observable((watcher) => {
      const tell = (change: NodeChange): void => watcher.next(change);
      // In one step, so that no change falls between.
      watcher.next({ $case: 'hello', value: this.#hello() });
      const end = (): void => watcher.complete();
      this.#nodeEvents.on('change', tell).once('end', end);
      return () => this.#nodeEvents.off('change', tell).off('end', end);
    });
  }

  #hello(): sfuV1.NodeHello {
    const { nodeId, bootId, codecList } = this.#identity;
    const peers = this.#registry.calls.flatMap((call) =>
      [...call.peers.values()].map((peer) => ({
        callId: peer.callId,
        participantId: peer.participantId,
        peerId: peer.id,
        connection: sfuV1.PeerConnection[peer.connection.connection],
        policyVersion: peer.policy.version,
        sharingScreen: call.screenHolder === peer.id,
      })),
    );
    return {
      nodeId,
      bootId,
      codecListJson: codecList.json,
      codecListHash: codecList.hash,
      load: this.#load.load,
      peers,
      loadEveryMs: LOAD_EVERY,
    };
  }
}
