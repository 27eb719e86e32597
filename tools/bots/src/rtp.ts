import type { callV1 } from '@videocall/contracts';

const FIXED_LENGTH = 12;

/**
 * An RTP packet as another program sent it (RFC 3550, section 5.1), as `StreamMedia` carries it.
 *
 * @returns undefined for what is no RTP packet, or an empty one
 */
export function readRtp(packet: Buffer, trackId: string): callV1.RtpPacket | undefined {
  if (packet.length <= FIXED_LENGTH || packet.readUInt8(0) >> 6 !== 2) return undefined;
  const start = FIXED_LENGTH + (packet.readUInt8(0) & 0x0f) * 4;
  return {
    trackId,
    payloadType: packet.readUInt8(1) & 0x7f,
    sequenceNumber: packet.readUInt16BE(2),
    timestamp: packet.readUInt32BE(4),
    marker: packet.readUInt8(1) >> 7 === 1,
    payload: packet.subarray(start),
    audioLevel: undefined,
  };
}
