/** Where an RTP packet's payload is, and whose and which it is (RFC 3550, section 5.1). */
export interface RtpHeader {
  readonly ssrc: number;
  readonly payloadType: number;
  readonly sequence: number;
  readonly timestamp: number;
  readonly marker: boolean;
  readonly payloadStart: number;
  readonly payloadEnd: number;
}

const FIXED_LENGTH = 12;

/** @returns undefined for what is not a whole RTP packet */
export function readRtpHeader(packet: Buffer): RtpHeader | undefined {
  const first = packet[0];
  if (first === undefined || packet.length < FIXED_LENGTH || first >> 6 !== 2) return undefined;
  let payloadStart = FIXED_LENGTH + (first & 0x0f) * 4;
  if (first & 0x10) {
    if (packet.length < payloadStart + 4) return undefined;
    payloadStart += 4 + packet.readUInt16BE(payloadStart + 2) * 4;
  }
  const padding = first & 0x20 ? (packet.at(-1) ?? 0) : 0;
  const payloadEnd = packet.length - padding;
  if (payloadEnd < payloadStart) return undefined;
  const second = packet.readUInt8(1);
  return {
    ssrc: packet.readUInt32BE(8),
    payloadType: second & 0x7f,
    sequence: packet.readUInt16BE(2),
    timestamp: packet.readUInt32BE(4),
    marker: second >> 7 === 1,
    payloadStart,
    payloadEnd,
  };
}
