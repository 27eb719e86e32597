import { randomInt } from 'node:crypto';

/** Opus always counts 48,000 a second in Ogg (RFC 7845, section 4). */
const SAMPLES_PER_MS = 48;
const BEGIN = 0x02;
const END = 0x04;
const MAX_SEGMENT = 255;
/** Samples of one frame by the TOC's size bits, of SILK, hybrid and CELT (RFC 6716, section 3.1, table 2). */
const SILK_MS = [10, 20, 40, 60];
const HYBRID_MS = [10, 20];
const CELT_MS = [2.5, 5, 10, 20];
/** 20 ms of silence in CELT. */
const SILENCE = Buffer.from([0xf8, 0xff, 0xfe]);
const SILENCE_SAMPLES = 20 * SAMPLES_PER_MS;
/** A hole of more than a minute is no pause but another beginning. */
const MAX_HOLE = 60_000 * SAMPLES_PER_MS;

/** How long an Opus packet sounds, in samples of 48 kHz. */
export function opusSamples(packet: Uint8Array): number {
  const toc = packet[0] ?? 0;
  const configuration = toc >> 3;
  const frame =
    configuration < 12
      ? SILK_MS[configuration & 3]
      : configuration < 16
        ? HYBRID_MS[configuration & 1]
        : CELT_MS[configuration & 3];
  const code = toc & 3;
  const frames = code === 0 ? 1 : code < 3 ? 2 : (packet[1] ?? 0) & 0x3f;
  return (frame ?? 0) * frames * SAMPLES_PER_MS;
}

/** Writes Opus packets as an Ogg file (RFC 7845). Holes in their timestamps become silence, so that pauses last as long. */
export class OggOpusWriter {
  readonly #write: (page: Buffer) => void;
  readonly #serial = randomInt(2 ** 32);
  #pages = 0;
  #samples = 0;
  /** The RTP timestamp that should come next. */
  #expected: number | undefined;

  constructor(write: (page: Buffer) => void) {
    this.#write = write;
    const head = Buffer.alloc(19);
    head.write('OpusHead');
    // Version, channels, pre-skip, original rate, gain, mapping.
    head.writeUInt8(1, 8);
    head.writeUInt8(2, 9);
    head.writeUInt32LE(48_000, 12);
    this.#page(head, BEGIN);
    const tags = Buffer.alloc(16);
    tags.write('OpusTags');
    this.#page(tags, 0);
  }

  /** @param timestamp the packet's RTP timestamp */
  packet(payload: Uint8Array, timestamp: number): void {
    const hole = this.#expected === undefined ? 0 : (timestamp - this.#expected) >>> 0;
    // What comes late has its place taken by silence already.
    if (hole >= 2 ** 31) return;
    for (let filled = 0; hole < MAX_HOLE && filled + SILENCE_SAMPLES <= hole; filled += SILENCE_SAMPLES)
      this.#sound(SILENCE, SILENCE_SAMPLES);
    const samples = opusSamples(payload);
    this.#sound(payload, samples);
    this.#expected = (timestamp + samples) >>> 0;
  }

  close(): void {
    this.#page(undefined, END);
  }

  #sound(packet: Uint8Array, samples: number): void {
    this.#samples += samples;
    this.#page(packet, 0);
  }

  /** One packet to a page: a killed program loses nothing it has written. */
  #page(packet: Uint8Array | undefined, flags: number): void {
    const segments = packet ? segmentsOf(packet.length) : Buffer.alloc(0);
    const header = Buffer.alloc(27);
    header.write('OggS');
    header.writeUInt8(flags, 5);
    header.writeBigUInt64LE(BigInt(this.#samples), 6);
    header.writeUInt32LE(this.#serial, 14);
    header.writeUInt32LE(this.#pages, 18);
    header.writeUInt8(segments.length, 26);
    const page = Buffer.concat([header, segments, ...(packet ? [packet] : [])]);
    page.writeUInt32LE(oggChecksum(page), 22);
    this.#pages += 1;
    this.#write(page);
  }
}

/** A packet's length as Ogg has it: whole segments, and one that is shorter. */
function segmentsOf(length: number): Buffer {
  const full = Math.floor(length / MAX_SEGMENT);
  const segments = Buffer.alloc(full + 1, MAX_SEGMENT);
  segments.writeUInt8(length % MAX_SEGMENT, full);
  return segments;
}

const CHECKSUMS = Array.from({ length: 256 }, (_, byte) => {
  let checksum = byte << 24;
  for (let bit = 0; bit < 8; bit += 1) checksum = (checksum << 1) ^ (checksum < 0 ? 0x04c1_1db7 : 0);
  return checksum >>> 0;
});

/** CRC-32 with the generator 0x04C11DB7, neither reflected nor inverted (RFC 3533, section 6). */
function oggChecksum(page: Buffer): number {
  let checksum = 0;
  for (const byte of page) checksum = ((checksum << 8) ^ (CHECKSUMS[((checksum >>> 24) ^ byte) & 0xff] ?? 0)) >>> 0;
  return checksum;
}
