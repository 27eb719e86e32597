const PAYLOAD_SPECIFIC_FEEDBACK = 206;
const PICTURE_LOSS_INDICATION = 1;
const FULL_INTRA_REQUEST = 4;
const HEADER_LENGTH = 12;
const FIR_ENTRY_LENGTH = 8;

/** The SSRCs that an RTCP packet asks keyframes of (PLI and FIR: RFC 4585, section 6.3.1; RFC 5104, section 4.3.1). */
export function keyframesAsked(rtcp: Buffer): number[] {
  const asked: number[] = [];
  let start = 0;
  while (start + HEADER_LENGTH <= rtcp.length) {
    const end = start + (rtcp.readUInt16BE(start + 2) + 1) * 4;
    if (end > rtcp.length) break;
    const format = rtcp.readUInt8(start) & 0x1f;
    if (rtcp.readUInt8(start + 1) === PAYLOAD_SPECIFIC_FEEDBACK) {
      if (format === PICTURE_LOSS_INDICATION) asked.push(rtcp.readUInt32BE(start + 8));
      for (let at = start + HEADER_LENGTH; format === FULL_INTRA_REQUEST && at < end; at += FIR_ENTRY_LENGTH)
        asked.push(rtcp.readUInt32BE(at));
    }
    start = end;
  }
  return asked;
}
