import type { TrackSource } from '@videocall/signalling';

/** One video or sound as it is sent or received, over the last sample. */
export interface TrackStatistics {
  /** Sent: the source; received: the track's id. */
  readonly id: string;
  readonly kind: 'audio' | 'video';
  /** bit/s */
  readonly bitrate: number;
  /** 0 to 1, over the sample */
  readonly lossRatio: number;
  readonly jitterMs: number;
  /** Pixels; 0 for sound. Sent simulcast: the largest layer. */
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  /** Received video: how often and how long it stood still, during the sample. */
  readonly freezes: number;
  readonly frozenMs: number;
  /** Received sound: the part that was made up for missing packets, 0 to 1. */
  readonly concealedRatio: number;
  /** Sent video: what keeps it from being better, by the browser: `none`, `cpu`, `bandwidth`, `other`. */
  readonly limitedBy: string;
  readonly codec: string;
}

export interface DirectionStatistics {
  /** bit/s over all tracks */
  readonly bitrate: number;
  /** What the browser thinks the path carries, bit/s; 0 where it does not tell. */
  readonly availableBitrate: number;
  readonly roundTripMs: number;
  /** udp or tcp; '' before ICE has chosen. */
  readonly protocol: string;
  /** Through a TURN server. */
  readonly relayed: boolean;
  readonly tracks: readonly TrackStatistics[];
}

/** What the browser measures of the call, every two seconds. */
export interface CallStatistics {
  /** `Date.now()` */
  readonly at: number;
  readonly send: DirectionStatistics;
  readonly receive: DirectionStatistics;
}

/** Which track a media section (SDP `mid`) carries. */
export interface TrackNames {
  readonly sent: (mid: string) => TrackSource | undefined;
  readonly received: (mid: string) => string | undefined;
}

export interface Reports {
  readonly SEND: RTCStatsReport;
  readonly RECEIVE: RTCStatsReport;
}

/**
 * What changed between two reports of `RTCPeerConnection.getStats()` (W3C webrtc-stats).
 *
 * @param before the reports of the sample before; without it all rates are 0
 */
export function computeStatistics(
  at: number,
  now: Reports,
  before: Reports | undefined,
  names: TrackNames,
): CallStatistics {
  return {
    at,
    send: direction(now.SEND, before?.SEND, 'outbound-rtp', (mid) => names.sent(mid)),
    receive: direction(now.RECEIVE, before?.RECEIVE, 'inbound-rtp', (mid) => names.received(mid)),
  };
}

type Entry = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly type: string;
  readonly timestamp: number;
};

function direction(
  now: RTCStatsReport,
  before: RTCStatsReport | undefined,
  type: 'outbound-rtp' | 'inbound-rtp',
  name: (mid: string) => string | undefined,
): DirectionStatistics {
  const entries = all(now);
  const byTrack = new Map<string, TrackStatistics>();
  for (const entry of entries) {
    if (entry.type !== type) continue;
    const id = name(text(entry, 'mid'));
    if (id === undefined) continue;
    const sample = type === 'outbound-rtp' ? sent(id, entry, now, before) : received(id, entry, now, before);
    const layer = byTrack.get(id);
    byTrack.set(id, layer ? together(layer, sample) : sample);
  }
  const tracks = [...byTrack.values()];
  return { bitrate: tracks.reduce((sum, track) => sum + track.bitrate, 0), ...path(entries, now), tracks };
}

function sent(id: string, entry: Entry, now: RTCStatsReport, before: RTCStatsReport | undefined): TrackStatistics {
  const remote = find(now, text(entry, 'remoteId'));
  return {
    ...common(id, entry, now, before, 'bytesSent'),
    lossRatio: number(remote, 'fractionLost'),
    jitterMs: number(remote, 'jitter') * 1000,
    freezes: 0,
    frozenMs: 0,
    concealedRatio: 0,
    limitedBy: text(entry, 'qualityLimitationReason') || 'none',
  };
}

function received(id: string, entry: Entry, now: RTCStatsReport, before: RTCStatsReport | undefined): TrackStatistics {
  const old = find(before, entry.id);
  const since = (key: string) => Math.max(0, number(entry, key) - number(old, key));
  const lost = since('packetsLost');
  return {
    ...common(id, entry, now, before, 'bytesReceived'),
    lossRatio: ratio(lost, lost + since('packetsReceived')),
    jitterMs: number(entry, 'jitter') * 1000,
    freezes: since('freezeCount'),
    frozenMs: since('totalFreezesDuration') * 1000,
    concealedRatio: ratio(since('concealedSamples') - since('silentConcealedSamples'), since('totalSamplesReceived')),
    limitedBy: 'none',
  };
}

function common(id: string, entry: Entry, now: RTCStatsReport, before: RTCStatsReport | undefined, bytes: string) {
  const old = find(before, entry.id);
  const seconds = old ? (entry.timestamp - old.timestamp) / 1000 : 0;
  return {
    id,
    kind: text(entry, 'kind') === 'audio' ? 'audio' : 'video',
    bitrate: old && seconds > 0 ? Math.max(0, ((number(entry, bytes) - number(old, bytes)) * 8) / seconds) : 0,
    width: number(entry, 'frameWidth'),
    height: number(entry, 'frameHeight'),
    framesPerSecond: number(entry, 'framesPerSecond'),
    codec: text(find(now, text(entry, 'codecId')), 'mimeType'),
  } as const;
}

/** Simulcast layers are one track: bitrates add up, the rest is the largest layer's. */
function together(a: TrackStatistics, b: TrackStatistics): TrackStatistics {
  const larger = b.width * b.height * b.framesPerSecond > a.width * a.height * a.framesPerSecond ? b : a;
  return { ...larger, bitrate: a.bitrate + b.bitrate };
}

function path(entries: readonly Entry[], report: RTCStatsReport) {
  const transport = entries.find(({ type }) => type === 'transport');
  const pair = find(report, text(transport, 'selectedCandidatePairId'));
  const local = find(report, text(pair, 'localCandidateId'));
  return {
    availableBitrate: number(pair, 'availableOutgoingBitrate') || number(pair, 'availableIncomingBitrate'),
    roundTripMs: number(pair, 'currentRoundTripTime') * 1000,
    protocol: text(local, 'relayProtocol') || text(local, 'protocol'),
    relayed: text(local, 'candidateType') === 'relay',
  };
}

function all(report: RTCStatsReport): readonly Entry[] {
  const entries: Entry[] = [];
  report.forEach((entry: Entry) => entries.push(entry));
  return entries;
}

function find(report: RTCStatsReport | undefined, id: string): Entry | undefined {
  return report?.get(id) as Entry | undefined;
}

function number(entry: Entry | undefined, key: string): number {
  const value = entry?.[key];
  return typeof value === 'number' ? value : 0;
}

function text(entry: Entry | undefined, key: string): string {
  const value = entry?.[key];
  return typeof value === 'string' ? value : '';
}

function ratio(part: number, whole: number): number {
  return whole > 0 ? Math.min(1, Math.max(0, part / whole)) : 0;
}
