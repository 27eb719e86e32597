import type { ConnectionSample } from '../domain/connection-verdict.js';

/** Of one peer, over the last reading. Bitrates in bit/s. */
export interface PeerFigures extends ConnectionSample {
  readonly sentBitrate: number;
  readonly receivedBitrate: number;
}

interface Counters {
  readonly packets: number;
  readonly lost: number;
}

const NOTHING: PeerFigures = {
  sentBitrate: 0,
  receivedBitrate: 0,
  roundTripMs: 0,
  lossPermille: 0,
  jitterMs: 0,
  delivered: 1,
};

/** What was last measured of a peer, and the counters that the next reading is compared with. */
export class PeerStatistics {
  #figures = NOTHING;
  #counters = new Map<number, Counters>();

  get figures(): PeerFigures {
    return this.#figures;
  }

  /**
   * @param counters of each stream received from the peer, by SSRC, since its start
   */
  update(figures: Omit<PeerFigures, 'lossPermille'>, counters: ReadonlyMap<number, Counters>): void {
    let expected = 0;
    let lost = 0;
    for (const [ssrc, now] of counters) {
      const before = this.#counters.get(ssrc) ?? { packets: 0, lost: 0 };
      // Late packets make the count of lost ones fall.
      const newlyLost = Math.max(0, now.lost - before.lost);
      lost += newlyLost;
      expected += newlyLost + Math.max(0, now.packets - before.packets);
    }
    this.#counters = new Map(counters);
    this.#figures = { ...figures, lossPermille: expected ? Math.round((lost * 1000) / expected) : 0 };
  }
}
