/** One-byte and two-byte header extensions (RFC 8285, sections 4.2 and 4.3). */
const ONE_BYTE = 0xbede;
const TWO_BYTE = 0x1000;
const FIXED_LENGTH = 12;

/** The header extension of a packet made here, one word long: its id with one byte of level and voice flag (RFC 6464). */
export function audioLevelExtension(id: number, level: number, voice: boolean): Buffer {
  return Buffer.from([ONE_BYTE >> 8, ONE_BYTE & 0xff, 0, 1, id << 4, (voice ? 0x80 : 0) | level, 0, 0]);
}

/**
 * @param id of the extension as negotiated
 * @returns −dBov, 0..127; undefined where the packet does not tell
 */
export function readAudioLevel(packet: Buffer, id: number): number | undefined {
  const first = packet.readUInt8(0);
  if (!(first & 0x10)) return undefined;
  const start = FIXED_LENGTH + (first & 0x0f) * 4;
  if (packet.length < start + 4) return undefined;
  const profile = packet.readUInt16BE(start);
  const headerLength = profile === ONE_BYTE ? 1 : (profile & 0xfff0) === TWO_BYTE ? 2 : 0;
  const end = Math.min(packet.length, start + 4 + packet.readUInt16BE(start + 2) * 4);
  for (let at = start + 4; headerLength > 0 && at + headerLength < end; ) {
    const head = packet.readUInt8(at);
    if (head === 0) {
      at += 1;
      continue;
    }
    const found = headerLength === 1 ? head >> 4 : head;
    const length = headerLength === 1 ? (head & 0x0f) + 1 : packet.readUInt8(at + 1);
    if (found === id) return packet.readUInt8(at + headerLength) & 0x7f;
    at += headerLength + length;
  }
  return undefined;
}
