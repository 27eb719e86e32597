import { computeStatistics, type Reports } from './call-statistics.js';

const report = (...entries: readonly object[]): RTCStatsReport =>
  new Map(entries.map((entry) => ['id' in entry ? entry.id : '', entry])) as unknown as RTCStatsReport;

const path = [
  { id: 'T', type: 'transport', timestamp: 0, selectedCandidatePairId: 'P' },
  {
    id: 'P',
    type: 'candidate-pair',
    timestamp: 0,
    localCandidateId: 'L',
    currentRoundTripTime: 0.04,
    availableOutgoingBitrate: 900_000,
  },
  { id: 'L', type: 'local-candidate', timestamp: 0, candidateType: 'relay', protocol: 'udp', relayProtocol: 'tls' },
  { id: 'C', type: 'codec', timestamp: 0, mimeType: 'video/VP8' },
];

function sentAt(timestamp: number, bytes: readonly [number, number]): RTCStatsReport {
  const layer = (index: 0 | 1, width: number, height: number) => ({
    id: `O${index}`,
    type: 'outbound-rtp',
    timestamp,
    kind: 'video',
    mid: '0',
    bytesSent: bytes[index],
    frameWidth: width,
    frameHeight: height,
    framesPerSecond: 24,
    codecId: 'C',
    remoteId: `R${index}`,
    qualityLimitationReason: 'bandwidth',
  });
  const heard = (index: number) => ({
    id: `R${index}`,
    type: 'remote-inbound-rtp',
    timestamp,
    fractionLost: 0.02,
    jitter: 0.007,
  });
  return report(...path, layer(0, 320, 180), layer(1, 640, 360), heard(0), heard(1));
}

function receivedAt(timestamp: number, change: object): RTCStatsReport {
  return report({ id: 'I', type: 'inbound-rtp', timestamp, kind: 'audio', mid: '3', jitter: 0.01, ...change });
}

const names = { sent: () => 'CAMERA' as const, received: (mid: string) => (mid === '3' ? 'trk_1' : undefined) };
const reports = (SEND: RTCStatsReport, RECEIVE: RTCStatsReport): Reports => ({ SEND, RECEIVE });

describe('computeStatistics', () => {
  const before = reports(
    sentAt(1000, [0, 0]),
    receivedAt(1000, {
      bytesReceived: 0,
      packetsReceived: 0,
      packetsLost: 5,
      totalSamplesReceived: 0,
      concealedSamples: 0,
    }),
  );
  const now = reports(
    sentAt(3000, [10_000, 90_000]),
    receivedAt(3000, {
      bytesReceived: 8000,
      packetsReceived: 95,
      packetsLost: 10,
      totalSamplesReceived: 96_000,
      concealedSamples: 9600,
      silentConcealedSamples: 4800,
    }),
  );
  const statistics = computeStatistics(3000, now, before, names);

  it('takes simulcast layers together: their sum, and the size of the largest', () => {
    expect(statistics.send.tracks).toMatchObject([
      {
        id: 'CAMERA',
        bitrate: 400_000,
        width: 640,
        height: 360,
        codec: 'video/VP8',
        lossRatio: 0.02,
        jitterMs: 7,
        limitedBy: 'bandwidth',
      },
    ]);
  });

  it('counts what happened between the two reports, not since the beginning', () => {
    const [heard] = statistics.receive.tracks;
    expect(heard).toMatchObject({ id: 'trk_1', bitrate: 32_000, lossRatio: 0.05, jitterMs: 10, concealedRatio: 0.05 });
  });

  it('names the path', () => {
    expect(statistics.send).toMatchObject({
      roundTripMs: 40,
      availableBitrate: 900_000,
      protocol: 'tls',
      relayed: true,
    });
  });

  it('has no rates in the first report', () => {
    expect(computeStatistics(1000, now, undefined, names).send.bitrate).toBe(0);
  });
});
