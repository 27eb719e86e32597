import { limitsOf, type VideoLimits } from '@videocall/quality-profiles';

/** How much quality is given up for the machine's sake; 0: none. */
export type SheddingLevel = 0 | 1 | 2;

/** What receivers get at most at each level. */
const LIMITS: Readonly<Record<Exclude<SheddingLevel, 0>, VideoLimits>> = {
  1: limitsOf('MEDIUM', 'VP8'),
  2: limitsOf('LOW', 'VP8'),
};

/** Thousandths of the core that a worker has: above it packets begin to wait. */
const TOO_MUCH = 850;
const COMFORTABLE = 650;
/** Milliseconds. */
const SHED_AFTER = 3_000;
const RESTORE_AFTER = 20_000;

/** Gives up quality while a media worker has more to do than its core carries (MEDIA-4): soon, and restores it late. */
export class LoadShedding {
  #own: SheddingLevel = 0;
  #held: SheddingLevel = 0;
  #heldUntil = 0;
  #busySince: number | undefined;
  #idleSince: number | undefined;

  get level(): SheddingLevel {
    return this.#own > this.#held ? this.#own : this.#held;
  }

  /** What receivers get at most; undefined: as much as they may have. */
  get limits(): VideoLimits | undefined {
    return this.level === 0 ? undefined : LIMITS[this.level];
  }

  /**
   * Gives up at least so much, whatever this worker has to do: the machine as a whole is full (OPS-2).
   *
   * @param until milliseconds, of the clock that {@link observe} is told
   */
  hold(level: SheddingLevel, until: number): void {
    this.#held = level;
    this.#heldUntil = until;
  }

  /**
   * @param cpuPermille of a core, over the last second
   * @param now milliseconds
   * @returns whether {@link level} changed
   */
  observe(cpuPermille: number, now: number): boolean {
    const before = this.level;
    if (now >= this.#heldUntil) this.#held = 0;
    this.#busySince = cpuPermille > TOO_MUCH ? (this.#busySince ?? now) : undefined;
    this.#idleSince = cpuPermille < COMFORTABLE ? (this.#idleSince ?? now) : undefined;
    if (this.#busySince !== undefined && now - this.#busySince >= SHED_AFTER && this.#own < 2) {
      this.#own = this.#own === 0 ? 1 : 2;
      this.#busySince = now;
    } else if (this.#idleSince !== undefined && now - this.#idleSince >= RESTORE_AFTER && this.#own > 0) {
      this.#own = this.#own === 2 ? 1 : 0;
      this.#idleSince = now;
    }
    return this.level !== before;
  }
}
