/** How far a sequence number may be behind and still be a late packet, and ahead and still be a gap (RFC 3550 A.1). */
const MAX_MISORDER = 100;
const MAX_DROPOUT = 3000;
const SEQUENCE_NUMBERS = 65_536;

/** What was received of one RTP stream. */
export interface ReceptionFigures {
  /** By sequence numbers: from the first to the highest (RFC 3550 A.3). */
  readonly expected: number;
  readonly received: number;
  /** RFC 3550 A.8, milliseconds. */
  readonly jitterMs: number;
}

/** Counts one RTP stream as RFC 3550 appendix A does: loss by sequence numbers, jitter by timestamps. */
export class Reception {
  readonly #clockRate: number;
  #highest: number | undefined;
  /** Expected of what came before the stream was begun anew. */
  #expectedBefore = 0;
  #first = 0;
  #received = 0;
  #transit: number | undefined;
  #jitter = 0;

  /** @param clockRate of the timestamps, hertz */
  constructor(clockRate: number) {
    this.#clockRate = clockRate;
  }

  /**
   * @param sequenceNumber 0..65535
   * @param timestamp of the packet, 32 bits
   * @param arrivedAt milliseconds, monotonic
   */
  count(sequenceNumber: number, timestamp: number, arrivedAt: number): void {
    this.#received += 1;
    this.#follow(sequenceNumber);
    const transit = (arrivedAt / 1000) * this.#clockRate - timestamp;
    // Timestamps wrap at 32 bits.
    const difference = this.#transit === undefined ? 0 : Math.abs(wrapped(transit - this.#transit));
    this.#transit = transit;
    // A second of difference is a sender that paused or began anew, not jitter.
    if (difference < this.#clockRate) this.#jitter += (difference - this.#jitter) / 16;
  }

  get figures(): ReceptionFigures {
    const current = this.#highest === undefined ? 0 : this.#highest - this.#first + 1;
    return {
      expected: this.#expectedBefore + current,
      received: this.#received,
      jitterMs: (this.#jitter / this.#clockRate) * 1000,
    };
  }

  /** Extends the sequence number by its cycles; begins anew where it jumps. */
  #follow(sequenceNumber: number): void {
    if (this.#highest === undefined) {
      this.#first = sequenceNumber;
      this.#highest = sequenceNumber;
      return;
    }
    const ahead = (sequenceNumber - (this.#highest % SEQUENCE_NUMBERS) + SEQUENCE_NUMBERS) % SEQUENCE_NUMBERS;
    if (ahead < MAX_DROPOUT) {
      this.#highest += ahead;
    } else if (ahead <= SEQUENCE_NUMBERS - MAX_MISORDER) {
      this.#expectedBefore += this.#highest - this.#first + 1;
      this.#first = sequenceNumber;
      this.#highest = sequenceNumber;
    }
  }
}

const CYCLE = 2 ** 32;

function wrapped(difference: number): number {
  return difference - Math.round(difference / CYCLE) * CYCLE;
}
