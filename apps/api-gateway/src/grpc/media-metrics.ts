import type { Counter, Gauge } from 'prom-client';
import type { MediaStreams } from '../application/media-streams.js';

export const MEDIA_STREAMS = 'gateway_media_streams';
export const MEDIA_PACKETS = 'gateway_media_packets_total';
export const MEDIA_PACKETS_DROPPED = 'gateway_media_packets_dropped_total';

/** What is counted of server-side participants' media. */
export class MediaMetrics {
  readonly #packets: Counter<'direction'>;
  readonly #dropped: Counter;

  constructor(streams: MediaStreams, gauge: Gauge, packets: Counter<'direction'>, dropped: Counter) {
    this.#packets = packets;
    this.#dropped = dropped;
    Object.assign(gauge, { collect: () => gauge.set(streams.size) });
  }

  /** @param direction as the participant sees it: `in` comes from it */
  carried(direction: 'in' | 'out'): void {
    this.#packets.inc({ direction });
  }

  dropped(count: number): void {
    this.#dropped.inc(count);
  }
}
