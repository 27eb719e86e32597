/** Allows so many at once and so many a second thereafter. */
export class TokenBucket {
  #tokens: number;
  #updatedAt: number;

  /**
   * @param perSecond tokens gained a second
   * @param burst the most that it holds; it begins full
   * @param now milliseconds, as all later times
   */
  constructor(
    private readonly perSecond: number,
    private readonly burst: number,
    now: number,
  ) {
    this.#tokens = burst;
    this.#updatedAt = now;
  }

  /** @returns whether there was one to take */
  take(now: number): boolean {
    this.#refill(now);
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  /** Whether it is as full as at its beginning, so that a new one would say the same. */
  isFull(now: number): boolean {
    this.#refill(now);
    return this.#tokens >= this.burst;
  }

  #refill(now: number): void {
    const gained = (Math.max(0, now - this.#updatedAt) / 1000) * this.perSecond;
    this.#tokens = Math.min(this.burst, this.#tokens + gained);
    this.#updatedAt = now;
  }
}
