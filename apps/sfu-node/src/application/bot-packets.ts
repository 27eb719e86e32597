import type { callV1 } from '@videocall/contracts';
import { readAudioLevel } from '../domain/audio-level-extension.js';
import { readRtpHeader } from '../domain/rtp-header.js';
import type { Subscription } from '../media/subscription.js';

const AUDIO_LEVEL_URI = 'urn:ietf:params:rtp-hdrext:ssrc-audio-level';

/** Hands on what a subscription receives, as `StreamMedia` carries it: without header extensions, sources and padding. */
export function forwardPackets({ track, consumer }: Subscription, take: (packet: callV1.RtpPacket) => void): void {
  const levelId = consumer.rtpParameters.headerExtensions?.find(({ uri }) => uri === AUDIO_LEVEL_URI)?.id;
  consumer.on('rtp', (packet) => {
    const header = readRtpHeader(packet);
    // Padding alone, which senders use to probe the path, is of no use to anybody.
    if (!header || header.payloadEnd === header.payloadStart) return;
    const { payloadType, sequence: sequenceNumber, timestamp, marker, payloadStart, payloadEnd } = header;
    take({
      trackId: track.id,
      payloadType,
      sequenceNumber,
      timestamp,
      marker,
      payload: packet.subarray(payloadStart, payloadEnd),
      audioLevel: levelId === undefined ? undefined : readAudioLevel(packet, levelId),
    });
  });
}
