/** Where a packet is in its stream. */
export interface RtpPosition {
  /** 0..65535 */
  readonly sequence: number;
  /** 0..2³²−1, of the codec's clock */
  readonly timestamp: number;
}

const SEQUENCES = 0x1_0000;

/**
 * Makes one RTP stream of what a publisher sends over several connections: sequence numbers go on without a hole where an
 * earlier connection ended, and timestamps as much later as time passed. Within a connection, order and gaps stay.
 */
export class RtpContinuity {
  readonly #clockRate: number;
  /** What is added to positions of the connection; undefined before its first packet. */
  #offset: RtpPosition | undefined;
  #highest: RtpPosition = { sequence: -1, timestamp: 0 };
  #at = 0;

  /** @param clockRate hertz */
  constructor(clockRate: number) {
    this.#clockRate = clockRate;
  }

  /** The publisher begins anew, with numbers of its own choice. */
  restart(): void {
    this.#offset = undefined;
  }

  /** @param now milliseconds, monotonic */
  place({ sequence, timestamp }: RtpPosition, now: number): RtpPosition {
    this.#offset ??= {
      sequence: wrap(this.#highest.sequence + 1 - sequence, SEQUENCES),
      timestamp: (this.#highest.timestamp + this.#ticksSince(now) - timestamp) >>> 0,
    };
    const placed = {
      sequence: wrap(sequence + this.#offset.sequence, SEQUENCES),
      timestamp: (timestamp + this.#offset.timestamp) >>> 0,
    };
    const ahead = wrap(placed.sequence - this.#highest.sequence, SEQUENCES) < SEQUENCES / 2;
    if (ahead) {
      this.#highest = placed;
      this.#at = now;
    }
    return placed;
  }

  #ticksSince(now: number): number {
    if (this.#highest.sequence < 0) return 0;
    return Math.max(1, Math.round(((now - this.#at) * this.#clockRate) / 1000));
  }
}

function wrap(value: number, modulus: number): number {
  return ((value % modulus) + modulus) % modulus;
}
