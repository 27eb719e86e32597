import type { Logger } from '@videocall/platform-logging';
import type { ConsumerStat, ProducerStat } from 'mediasoup/types';
import type { CallMedia } from './call-media.js';
import type { CallRegistry } from './call-registry.js';
import type { MediaMetrics } from './media-metrics.js';
import type { Peer } from './peer.js';
import { qualityOf } from './peer-quality.js';
import type { PublishedTrack } from './published-track.js';

/** Milliseconds; what is above is a clock that jumped. */
const MAX_JITTER = 10_000;

/** Reads how every peer's media fares, and tells when a connection's verdict changes. */
export class StatisticsReader {
  readonly #registry: CallRegistry;
  readonly #metrics: MediaMetrics;
  readonly #log: Logger;
  #reading = false;

  constructor(registry: CallRegistry, metrics: MediaMetrics, log: Logger) {
    this.#registry = registry;
    this.#metrics = metrics;
    this.#log = log;
  }

  /** One reading of everything. Skipped while the one before is still under way. */
  async read(): Promise<void> {
    if (this.#reading) return;
    this.#reading = true;
    try {
      await Promise.all(
        this.#registry.calls.flatMap((call) => [...call.peers.values()].map((peer) => this.#readPeer(call, peer))),
      );
      const figures = this.#registry.peers.map(({ statistics }) => statistics.figures);
      const sum = (figure: 'sentBitrate' | 'receivedBitrate'): number =>
        figures.reduce((total, each) => total + each[figure], 0);
      // What peers send is what this node receives.
      this.#metrics.bitrates(sum('sentBitrate'), sum('receivedBitrate'));
    } finally {
      this.#reading = false;
    }
  }

  async #readPeer(call: CallMedia, peer: Peer): Promise<void> {
    try {
      const [streams, roundTripMs, sentBitrate, receivedBitrate] = await Promise.all([
        this.#streams(call, peer),
        roundTrip(peer),
        bitrate(peer, 'SEND'),
        bitrate(peer, 'RECEIVE'),
      ]);
      const counters = new Map(
        streams.map(({ ssrc, packetCount, packetsLost }) => [ssrc, { packets: packetCount, lost: packetsLost }]),
      );
      const now = performance.now();
      const jitterMs = jitter(streams);
      const delivered = deliveredBy(call.tracksOf(peer), now);
      peer.statistics.update({ sentBitrate, receivedBitrate, roundTripMs, jitterMs, delivered }, counters);
      this.#metrics.peerMeasured(peer.statistics.figures);
      this.#relieve(call, peer, now);
      this.#judge(call, peer);
    } catch (error) {
      if (!peer.closed) this.#log.error({ err: error, peer: peer.id }, 'statistics of a peer were not read');
    }
  }

  /** Of every stream that the peer sends, one for each layer; the rates of its pictures are kept up on the way. */
  async #streams(call: CallMedia, peer: Peer): Promise<ProducerStat[]> {
    const all = await Promise.all(
      call.tracksOf(peer).map(async (track) => {
        const stats = await track.producer.getStats();
        const ssrcOrRid = (track.producer.rtpParameters.encodings ?? []).map(({ ssrc, rid }) => rid ?? ssrc);
        for (const stat of stats) {
          const encoding = Math.max(0, ssrcOrRid.indexOf(stat.rid ?? stat.ssrc));
          track.video?.readBytes(encoding, stat.byteCount, performance.now());
        }
        return stats;
      }),
    );
    return all.flat();
  }

  /** The next look at the call's layers tells the publisher. */
  #relieve({ id }: CallMedia, { sendRelief, statistics: { figures }, participantId }: Peer, now: number): void {
    if (!sendRelief.observe(figures.lossPermille, now)) return;
    this.#log.info({ call: id, participant: participantId, figures, limits: sendRelief.limits }, 'publisher relieved');
  }

  #judge(call: CallMedia, peer: Peer): void {
    const { figures } = peer.statistics;
    // Who is gone is told so; a verdict on silence would say nothing.
    if (peer.connection.connection !== 'CONNECTED' || !peer.verdict.observe(figures, performance.now())) return;
    const quality = qualityOf(peer);
    if (quality) call.tellAll({ $case: 'connectionQuality', value: quality });
  }
}

/** The worst of a peer's pictures. */
function deliveredBy(tracks: readonly PublishedTrack[], now: number): number {
  const shares = tracks.flatMap(({ video, muted, heldReason }) =>
    video && !muted && heldReason === '' ? (video.delivered(now) ?? []) : [],
  );
  return Math.min(1, ...shares);
}

/** Milliseconds, from any stream that goes to the peer; 0 where none tells. */
async function roundTrip(peer: Peer): Promise<number> {
  const flowing = [...peer.subscriptions.values()].find(({ consumer }) => !consumer.paused && !consumer.producerPaused);
  if (!flowing) return 0;
  const stats = await flowing.consumer.getStats();
  const sent = stats.find((stat): stat is ConsumerStat => stat.type === 'outbound-rtp');
  return Math.round(sent?.roundTripTime ?? 0);
}

async function bitrate(peer: Peer, direction: 'SEND' | 'RECEIVE'): Promise<number> {
  const transport = peer.transport(direction)?.webRtc;
  if (!transport) return 0;
  const [stats] = await transport.getStats();
  return Math.round((direction === 'SEND' ? stats?.recvBitrate : stats?.sendBitrate) ?? 0);
}

/**
 * Milliseconds. Audio's where there is audio: packets of one picture share a timestamp, so a picture's own sending time
 * looks like jitter.
 */
function jitter(streams: readonly ProducerStat[]): number {
  const audio = streams.filter(({ kind }) => kind === 'audio');
  const inMs = (audio.length ? audio : streams).map(({ jitter: ticks, kind }) => ticks / (kind === 'audio' ? 48 : 90));
  return Math.round(Math.min(Math.max(0, ...inMs), MAX_JITTER));
}
