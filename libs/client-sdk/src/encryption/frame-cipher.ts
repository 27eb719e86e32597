// One encoded frame, encrypted as a whole with AES-GCM:
//
//   what others read | ciphertext | tag (16 bytes) | counter (4) | sender (8) | length of what others read (1)
//
// Counter and sender together are the IV. `sender` is chance, new for each sender that was ever made, and the counter never
// comes back, so no IV is used twice with a key (NIST SP 800-38D, 8.2.1). What others read, and its length, are authenticated.

const TAG_BYTES = 16;
const COUNTER_BYTES = 4;
const SENDER_BYTES = 8;
const TRAILER_BYTES = COUNTER_BYTES + SENDER_BYTES + 1;
const MOST_FRAMES = 2 ** 32;
export type FrameKind = 'audio' | 'video';

/**
 * What media servers and depacketizers must read of a frame, in a form that no decoder takes: without the key a picture or a
 * sound is refused instead of being decoded to noise.
 */
function readableOf(kind: FrameKind, frame: Uint8Array): Uint8Array<ArrayBuffer> {
  return kind === 'audio' ? opusHeader(frame) : vp8Header(frame);
}

/** Opus's table of contents (RFC 6716, 3.1) with "code 3", and the number of frames that it then must not have: none (R5). */
function opusHeader(frame: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.of((frame[0] ?? 0) | 0x03, 0);
}

/**
 * VP8's frame tag (RFC 6386, 9.1), which tells keyframes, with a first partition longer than any frame; a keyframe's start code
 * and size.
 */
function vp8Header(frame: Uint8Array): Uint8Array<ArrayBuffer> {
  const [tag = 1] = frame;
  const isKeyframe = (tag & 0x01) === 0;
  return Uint8Array.of(tag | 0xe0, 0xff, 0xff, ...(isKeyframe ? frame.subarray(3, 10) : []));
}

/** Encrypts what one sender sends: all its layers, one frame after another. */
export class FrameEncryption {
  readonly #sender = crypto.getRandomValues(new Uint8Array(SENDER_BYTES));
  #frames = 0;

  constructor(
    private readonly key: CryptoKey,
    private readonly kind: FrameKind,
  ) {}

  /** @throws RangeError after 2^32 frames, which is over a year: rather silence than an IV used twice */
  async encrypt(data: ArrayBuffer): Promise<ArrayBuffer> {
    if (this.#frames >= MOST_FRAMES) throw new RangeError('too many frames for one sender');
    const frame = new Uint8Array(data);
    const readable = readableOf(this.kind, frame);
    const trailer = new Uint8Array(TRAILER_BYTES);
    new DataView(trailer.buffer).setUint32(0, this.#frames);
    trailer.set(this.#sender, COUNTER_BYTES);
    trailer[TRAILER_BYTES - 1] = readable.length;
    this.#frames += 1;
    const encrypted = await crypto.subtle.encrypt(algorithm(readable, trailer), this.key, frame);
    return concatenated(readable, new Uint8Array(encrypted), trailer);
  }
}

/**
 * The frame that was encrypted, or `undefined` for one that was made with another key, for another track, was changed on its way
 * or is not encrypted at all.
 */
export async function decryptFrame(key: CryptoKey, data: ArrayBuffer): Promise<ArrayBuffer | undefined> {
  const frame = new Uint8Array(data);
  const trailer = frame.subarray(-TRAILER_BYTES);
  const readableLength = trailer.at(-1) ?? 0;
  if (frame.length < readableLength + TAG_BYTES + TRAILER_BYTES) return undefined;
  const readable = frame.subarray(0, readableLength);
  try {
    const encrypted = frame.subarray(readableLength, -TRAILER_BYTES);
    return await crypto.subtle.decrypt(algorithm(readable, trailer), key, encrypted);
  } catch {
    // WebCrypto says OperationError for whatever is not authentic, and nothing else.
    return undefined;
  }
}

function algorithm(readable: Uint8Array, trailer: Uint8Array): AesGcmParams {
  return {
    name: 'AES-GCM',
    iv: new Uint8Array(trailer.subarray(0, COUNTER_BYTES + SENDER_BYTES)),
    additionalData: concatenated(readable, trailer.subarray(-1)),
    tagLength: TAG_BYTES * 8,
  };
}

function concatenated(...parts: readonly Uint8Array[]): ArrayBuffer {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole.buffer;
}
