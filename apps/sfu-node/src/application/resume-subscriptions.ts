import type { CallRegistry } from '../media/call-registry.js';

/** The client has these consumers: media may flow. mediasoup asks for a keyframe when one is resumed. */
export class ResumeSubscriptions {
  readonly #registry: CallRegistry;

  constructor(registry: CallRegistry) {
    this.#registry = registry;
  }

  /**
   * Ids that are not (or no longer) the peer's are passed over: the track may have gone meanwhile.
   *
   * @throws Refusal PEER_NOT_FOUND
   */
  execute(peerId: string, subscriptionIds: readonly string[]): void {
    const { peer } = this.#registry.get(peerId);
    const wanted = new Set(subscriptionIds);
    for (const subscription of peer.subscriptions.values()) {
      if (wanted.has(subscription.id)) subscription.markReady();
    }
  }
}
