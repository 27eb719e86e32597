import type { PictureSize, VideoCodec } from '@videocall/quality-profiles';
import { sizeFromSps } from './h264-sps.js';

/** What one RTP payload says of the picture it carries. */
export interface PayloadFacts {
  /** Temporal layer; 0 where the stream names none. */
  readonly temporalLayer: number;
  /** The picture's size, where the payload starts a keyframe. */
  readonly size?: PictureSize;
}

/** Reads the headers of a payload, never its picture. `undefined` for one that is cut short or not of the codec. */
export function readPayload(codec: VideoCodec, payload: Buffer): PayloadFacts | undefined {
  return codec === 'VP8' ? readVp8(payload) : readH264(payload);
}

/** VP8 payload descriptor (RFC 7741, section 4.2) and frame header (RFC 6386, section 9.1). */
function readVp8(payload: Buffer): PayloadFacts | undefined {
  const first = payload[0];
  if (first === undefined) return undefined;
  const startsPartition = (first & 0x10) !== 0 && (first & 0x07) === 0;
  let offset = 1;
  let temporalLayer = 0;
  if (first & 0x80) {
    const extension = payload[offset] ?? 0;
    offset += 1;
    if (extension & 0x80) offset += (payload[offset] ?? 0) & 0x80 ? 2 : 1;
    if (extension & 0x40) offset += 1;
    if (extension & 0x30) {
      if (extension & 0x20) temporalLayer = (payload[offset] ?? 0) >> 6;
      offset += 1;
    }
  }
  const isKeyframeStart = startsPartition && payload.length >= offset + 10 && ((payload[offset] ?? 1) & 0x01) === 0;
  const hasStartCode = isKeyframeStart && payload.readUIntBE(offset + 3, 3) === 0x9d012a;
  if (!hasStartCode) return { temporalLayer };
  // The two upper bits of each are a scaling hint.
  const size = { width: payload.readUInt16LE(offset + 6) & 0x3fff, height: payload.readUInt16LE(offset + 8) & 0x3fff };
  return { temporalLayer, size };
}

const STAP_A = 24;
const SPS = 7;

/** H.264 payload structures (RFC 6184, section 5.2): the sequence parameter set carries the size. */
function readH264(payload: Buffer): PayloadFacts | undefined {
  const first = payload[0];
  if (first === undefined) return undefined;
  const type = first & 0x1f;
  if (type === SPS) return factsOf(payload);
  // A parameter set is short: it comes alone or aggregated, never fragmented.
  if (type !== STAP_A) return { temporalLayer: 0 };
  for (let offset = 1; offset + 2 < payload.length; ) {
    const length = payload.readUInt16BE(offset);
    const unit = payload.subarray(offset + 2, offset + 2 + length);
    if (((unit[0] ?? 0) & 0x1f) === SPS) return factsOf(unit);
    offset += 2 + length;
  }
  return { temporalLayer: 0 };
}

function factsOf(spsUnit: Buffer): PayloadFacts {
  const size = sizeFromSps(spsUnit);
  return { temporalLayer: 0, ...(size ? { size } : {}) };
}
