/** What a path does to packets in one direction. */
export interface PathConditions {
  /** How long each packet is under way. Milliseconds. */
  readonly delayMs: number;
  /** Up to this is added to the delay, evenly distributed; packets stay in order. Milliseconds. */
  readonly jitterMs: number;
  /** Lost at random, each packet for itself. 0..100 */
  readonly lossPercent: number;
  /** What the narrowest link carries, UDP and IP headers included. bit/s; Infinity: no limit. */
  readonly bitrate: number;
  /** How long a packet may wait before that link; whatever would wait longer is dropped. Milliseconds. */
  readonly queueMs: number;
}

/** What has gone through a path, in packets. */
export interface PathCounts {
  readonly sent: number;
  /** Of these, lost at random. */
  readonly lost: number;
  /** Of these, dropped because the queue was full. */
  readonly dropped: number;
}

export const CLEAR: PathConditions = { delayMs: 0, jitterMs: 0, lossPercent: 0, bitrate: Infinity, queueMs: 200 };

/** IPv4 and UDP. */
const HEADER_BYTES = 28;

/**
 * One direction of a path: when each packet comes out at its other end, if it does. Conditions can be changed at any time;
 * packets that are under way keep theirs.
 */
export class Path {
  conditions: PathConditions;
  readonly #random: () => number;
  #linkFreeAt = 0;
  #lastArrival = 0;
  #sent = 0;
  #lost = 0;
  #dropped = 0;

  /** @param seed the same packets at the same times have the same fate with the same seed */
  constructor(conditions: PathConditions, seed: number) {
    this.conditions = conditions;
    this.#random = randomFrom(seed);
  }

  get counts(): PathCounts {
    return { sent: this.#sent, lost: this.#lost, dropped: this.#dropped };
  }

  /**
   * @param bytes of UDP payload
   * @param now milliseconds, monotonic
   * @returns when it arrives, never before one that was sent earlier; undefined if it does not
   */
  send(bytes: number, now: number): number | undefined {
    const { delayMs, jitterMs, lossPercent, bitrate, queueMs } = this.conditions;
    this.#sent += 1;
    const linkFreeAt = Math.max(now, this.#linkFreeAt);
    if (linkFreeAt - now > queueMs) {
      this.#dropped += 1;
      return undefined;
    }
    this.#linkFreeAt = linkFreeAt + ((bytes + HEADER_BYTES) * 8000) / bitrate;
    if (this.#random() * 100 < lossPercent) {
      this.#lost += 1;
      return undefined;
    }
    this.#lastArrival = Math.max(this.#lastArrival, this.#linkFreeAt + delayMs + this.#random() * jitterMs);
    return this.#lastArrival;
  }
}

/** Marsaglia's xorshift32: 0 up to 1, evenly distributed. */
function randomFrom(seed: number): () => number {
  let state = seed | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
