/** TOC configurations from here on are CELT alone (RFC 6716, section 3.1, table 2); below are SILK and hybrid. */
const FIRST_CELT_CONFIGURATION = 16;
/** A CELT frame of silence is its TOC and one bit; encoders write two or three bytes in all. */
const MAX_SILENT_LENGTH = 3;

/**
 * Whether an Opus packet says of itself that it carries sound, read without decoding it: discontinuous transmission and CELT
 * silence are short, and SILK frames begin with their voice activity flags (RFC 6716, sections 3.4 and 4.2.3).
 */
export function hasVoice(packet: Uint8Array): boolean {
  const [toc, first] = packet;
  if (toc === undefined || first === undefined || packet.length <= MAX_SILENT_LENGTH) return false;
  const configuration = toc >> 3;
  // Frames of several to a packet are told apart by lengths that come first; such a packet is not the work of silence.
  const oneFrame = (toc & 0x03) === 0;
  if (configuration >= FIRST_CELT_CONFIGURATION || !oneFrame) return true;
  return first >> (8 - silkFrames(configuration)) !== 0;
}

/** SILK frames of 20 ms in one Opus frame; each has a flag, highest bit first. */
function silkFrames(configuration: number): number {
  const isHybrid = configuration >= 12;
  const size = configuration & 0x03;
  return isHybrid || size < 2 ? 1 : size;
}
