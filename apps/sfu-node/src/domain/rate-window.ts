/** Bit/s over the last seconds, from counters read now and then. */
export class RateWindow {
  readonly #span: number;
  readonly #readings: { readonly at: number; readonly bytes: number }[] = [];

  /** @param span milliseconds looked back */
  constructor(span: number) {
    this.#span = span;
  }

  /**
   * @param bytes counted since the start
   * @param at milliseconds
   */
  read(bytes: number, at: number): void {
    const last = this.#readings.at(-1);
    // A stream that started anew counts from zero.
    if (last && bytes < last.bytes) this.#readings.length = 0;
    this.#readings.push({ at, bytes });
    while ((this.#readings[1]?.at ?? Infinity) <= at - this.#span) this.#readings.shift();
  }

  get bitsPerSecond(): number {
    const first = this.#readings[0];
    const last = this.#readings.at(-1);
    if (!first || !last || last.at === first.at) return 0;
    return ((last.bytes - first.bytes) * 8000) / (last.at - first.at);
  }
}
