/** How far a composition is, over steps of known weight. */
export class Progress {
  readonly #shares: number[];
  #told = -1;

  /**
   * @param weights of the steps, in the same unit each
   * @param report told 0 to 1000, each value once, rising
   */
  constructor(
    private readonly weights: readonly number[],
    private readonly report: (permille: number) => void,
  ) {
    this.#shares = weights.map(() => 0);
  }

  /** @param share of the step that is done, 0 to 1 */
  set(step: number, share: number): void {
    this.#shares[step] = Math.max(this.#shares[step] ?? 0, Math.min(1, share));
    const whole = this.weights.reduce((sum, weight) => sum + weight, 0);
    const done = this.weights.reduce((sum, weight, index) => sum + weight * (this.#shares[index] ?? 0), 0);
    const permille = Math.floor((1000 * done) / whole + 1e-9);
    if (permille <= this.#told) return;
    this.#told = permille;
    this.report(permille);
  }
}
