import { sfuV1 } from '@videocall/contracts';
import type { ConsumerStat } from 'mediasoup/types';
import type { CallRegistry } from '../media/call-registry.js';
import type { Peer } from '../media/peer.js';
import type { PeerTransport } from '../media/peer-transport.js';
import type { PublishedTrack } from '../media/published-track.js';
import type { Subscription } from '../media/subscription.js';

/** What this node counts of one peer's media. */
export class GetStatistics {
  readonly #registry: CallRegistry;

  constructor(registry: CallRegistry) {
    this.#registry = registry;
  }

  /** @throws Refusal PEER_NOT_FOUND */
  async execute(peerId: string): Promise<sfuV1.GetStatisticsResponse> {
    const { call, peer } = this.#registry.get(peerId);
    const [transports, sent, received] = await Promise.all([
      Promise.all(peer.transports.map((transport) => ofTransport(transport, peer))),
      Promise.all(call.tracksOf(peer).map(ofTrack)),
      Promise.all([...peer.subscriptions.values()].map(ofSubscription)),
    ]);
    return { at: new Date(), transports, sent, received };
  }
}

async function ofTransport({ direction, webRtc }: PeerTransport, peer: Peer): Promise<sfuV1.TransportStatistics> {
  const [stats] = await webRtc.getStats();
  const incoming = direction === 'SEND';
  return {
    direction: sfuV1.TransportDirection[direction],
    protocol: webRtc.iceSelectedTuple?.protocol ?? '',
    availableBitrate: Math.round((incoming ? stats?.availableIncomingBitrate : stats?.availableOutgoingBitrate) ?? 0),
    roundTripMs: peer.statistics.figures.roundTripMs,
    bytes: (incoming ? stats?.bytesReceived : stats?.bytesSent) ?? 0,
  };
}

async function ofTrack({ id, producer, video }: PublishedTrack): Promise<sfuV1.TrackStatistics> {
  const streams = await producer.getStats();
  const sum = (figure: 'bitrate' | 'packetCount' | 'packetsLost'): number =>
    streams.reduce((total, stream) => total + Math.max(0, stream[figure]), 0);
  const ticksPerMs = producer.kind === 'audio' ? 48 : 90;
  return {
    trackId: id,
    bitrate: Math.round(sum('bitrate')),
    packets: sum('packetCount'),
    packetsLost: sum('packetsLost'),
    jitterMs: Math.round(Math.max(0, ...streams.map(({ jitter }) => jitter)) / ticksPerMs),
    spatialLayer: video ? video.published.layers.length - 1 : -1,
    temporalLayer: video ? video.published.temporalLayers - 1 : -1,
  };
}

async function ofSubscription({ track, consumer }: Subscription): Promise<sfuV1.TrackStatistics> {
  const stats = (await consumer.getStats()).find((stat): stat is ConsumerStat => stat.type === 'outbound-rtp');
  return {
    trackId: track.id,
    bitrate: Math.round(stats?.bitrate ?? 0),
    packets: stats?.packetCount ?? 0,
    packetsLost: Math.max(0, stats?.packetsLost ?? 0),
    jitterMs: Math.round((stats?.jitter ?? 0) / (consumer.kind === 'audio' ? 48 : 90)),
    spatialLayer: consumer.currentLayers?.spatialLayer ?? -1,
    temporalLayer: consumer.currentLayers?.temporalLayer ?? -1,
  };
}
