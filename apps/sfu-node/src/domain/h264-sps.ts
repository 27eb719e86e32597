import type { PictureSize } from '@videocall/quality-profiles';

/** Profiles whose parameter sets carry the chroma fields (ITU-T H.264, section 7.3.2.1.1). */
const WITH_CHROMA_FIELDS = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);

/**
 * The picture size that an H.264 sequence parameter set declares, cropping applied (ITU-T H.264, section 7.3.2.1.1).
 *
 * @param unit the whole NAL unit, header included
 * @returns undefined for a unit that ends too early
 */
export function sizeFromSps(unit: Buffer): PictureSize | undefined {
  const bits = new BitReader(withoutEmulationPrevention(unit.subarray(1)));
  const profile = bits.read(8);
  bits.read(16);
  bits.readUnsigned();
  let chromaFormat = 1;
  if (WITH_CHROMA_FIELDS.has(profile)) {
    chromaFormat = bits.readUnsigned();
    if (chromaFormat === 3) bits.read(1);
    bits.readUnsigned();
    bits.readUnsigned();
    bits.read(1);
    if (bits.read(1)) skipScalingLists(bits, chromaFormat);
  }
  bits.readUnsigned();
  skipPictureOrder(bits);
  bits.readUnsigned();
  bits.read(1);
  const widthInBlocks = bits.readUnsigned() + 1;
  const heightInUnits = bits.readUnsigned() + 1;
  const framesOnly = bits.read(1);
  if (!framesOnly) bits.read(1);
  bits.read(1);
  const crop = bits.read(1) ? Array.from({ length: 4 }, () => bits.readUnsigned()) : [0, 0, 0, 0];
  if (bits.overrun) return undefined;
  const [left = 0, right = 0, top = 0, bottom = 0] = crop;
  const cropX = chromaFormat === 1 || chromaFormat === 2 ? 2 : 1;
  const cropY = (chromaFormat === 1 ? 2 : 1) * (2 - framesOnly);
  return {
    width: widthInBlocks * 16 - (left + right) * cropX,
    height: heightInUnits * 16 * (2 - framesOnly) - (top + bottom) * cropY,
  };
}

function skipPictureOrder(bits: BitReader): void {
  const type = bits.readUnsigned();
  if (type === 0) bits.readUnsigned();
  if (type !== 1) return;
  bits.read(1);
  bits.readUnsigned();
  bits.readUnsigned();
  for (let left = Math.min(bits.readUnsigned(), 255); left > 0; left -= 1) bits.readUnsigned();
}

function skipScalingLists(bits: BitReader, chromaFormat: number): void {
  for (let list = 0; list < (chromaFormat === 3 ? 12 : 8); list += 1) {
    if (!bits.read(1)) continue;
    let next = 8;
    let last = 8;
    for (let index = 0; index < (list < 6 ? 16 : 64); index += 1) {
      if (next !== 0) next = (last + bits.readSigned() + 256) % 256;
      last = next === 0 ? last : next;
    }
  }
}

/** 0x000003 stands for 0x0000 inside a NAL unit. */
function withoutEmulationPrevention(unit: Buffer): Buffer {
  return Buffer.from(unit.filter((byte, index) => !(byte === 3 && unit[index - 1] === 0 && unit[index - 2] === 0)));
}

class BitReader {
  readonly #bytes: Buffer;
  #position = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** More was read than there is; what was read since is zeros. */
  get overrun(): boolean {
    return this.#position > this.#bytes.length * 8;
  }

  read(count: number): number {
    let value = 0;
    for (let left = count; left > 0; left -= 1) {
      const byte = this.#bytes[this.#position >> 3] ?? 0;
      value = value * 2 + ((byte >> (7 - (this.#position & 7))) & 1);
      this.#position += 1;
    }
    return value;
  }

  /** Exp-Golomb (section 9.1). */
  readUnsigned(): number {
    let zeros = 0;
    while (zeros < 32 && !this.overrun && this.read(1) === 0) zeros += 1;
    return 2 ** zeros - 1 + this.read(zeros);
  }

  readSigned(): number {
    const code = this.readUnsigned();
    return code % 2 ? (code + 1) / 2 : -code / 2;
  }
}
