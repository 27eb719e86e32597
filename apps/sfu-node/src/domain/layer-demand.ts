/** A publisher is told of less demand only after it lasted this long (milliseconds), so that a glance elsewhere costs nothing. */
const LOWER_AFTER = 2_000;

/** The highest layer that anybody takes, as the publisher is told it: raised at once, lowered after a while. */
export class LayerDemand {
  #told: number;
  #lowerSince: number | undefined;

  /** @param told the highest layer there is: at first everything is sent */
  constructor(told: number) {
    this.#told = told;
  }

  /** What the publisher sends up to; -1: nothing. */
  get told(): number {
    return this.#told;
  }

  /**
   * @param wanted the highest layer that any receiver takes now; -1: none
   * @param now milliseconds
   * @returns whether {@link told} changed
   */
  update(wanted: number, now: number): boolean {
    if (wanted >= this.#told) {
      this.#lowerSince = undefined;
      const raised = wanted > this.#told;
      this.#told = wanted;
      return raised;
    }
    this.#lowerSince ??= now;
    if (now - this.#lowerSince < LOWER_AFTER) return false;
    this.#told = wanted;
    this.#lowerSince = undefined;
    return true;
  }
}
