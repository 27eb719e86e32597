import { limitsOf, type VideoLimits } from '@videocall/quality-profiles';

/** What a publisher is asked to send at most at each level of relief. */
const LIMITS: readonly VideoLimits[] = [limitsOf('MEDIUM', 'VP8'), limitsOf('LOW', 'VP8')];

/** 0..1000: above it a publisher's own congestion control has not coped, and its voice suffers with its picture. */
const HEAVY_LOSS = 100;
const LIGHT_LOSS = 30;
/** Milliseconds. */
const RELIEVE_AFTER = 4_000;
const RESTORE_AFTER = 20_000;

/** Asks a publisher whose packets do not get here to send less video, so that its voice gets through (MEDIA-4). */
export class SendRelief {
  #level = 0;
  #lossySince: number | undefined;
  #cleanSince: number | undefined;

  /** What the publisher should send at most; undefined: what its profile allows. */
  get limits(): VideoLimits | undefined {
    return LIMITS[this.#level - 1];
  }

  /**
   * @param lossPermille of what the publisher sent lately, 0..1000
   * @param now milliseconds
   * @returns whether {@link limits} changed
   */
  observe(lossPermille: number, now: number): boolean {
    this.#lossySince = lossPermille >= HEAVY_LOSS ? (this.#lossySince ?? now) : undefined;
    this.#cleanSince = lossPermille < LIGHT_LOSS ? (this.#cleanSince ?? now) : undefined;
    const before = this.#level;
    if (this.#lossySince !== undefined && now - this.#lossySince >= RELIEVE_AFTER && before < LIMITS.length) {
      this.#level += 1;
      this.#lossySince = now;
    } else if (this.#cleanSince !== undefined && now - this.#cleanSince >= RESTORE_AFTER && before > 0) {
      this.#level -= 1;
      this.#cleanSince = now;
    }
    return this.#level !== before;
  }
}
