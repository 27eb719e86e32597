interface Held<T> {
  readonly item: T;
  readonly bytes: number;
  readonly dueAt: number;
}

/** Bytes that an item costs besides its own: objects, sender, places in the queue. Measured at 300, rounded up. */
const OVERHEAD_BYTES = 400;
/** Items taken before the queue is shortened. */
const COMPACT_AFTER = 1024;

/**
 * Gives everything back after the same time, in the order in which it came. As the delay is one for all, the first in is the
 * first out: one timer, for the first, serves any number of items. What does not fit the budget is refused.
 */
export class DelayLine<T> {
  #items: (Held<T> | undefined)[] = [];
  #first = 0;
  #bytes = 0;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param delayMs how long each is held
   * @param budgetBytes how much is held at most
   * @param onDue gets each item when its time is over, and by how many milliseconds that is too late
   */
  constructor(
    private readonly delayMs: number,
    private readonly budgetBytes: number,
    private readonly onDue: (item: T, lateMs: number) => void,
  ) {}

  /** Bytes held, what holding costs included. */
  get bytes(): number {
    return this.#bytes;
  }

  get length(): number {
    return this.#items.length - this.#first;
  }

  /** @returns whether there was room for it */
  add(item: T, itemBytes: number): boolean {
    const bytes = itemBytes + OVERHEAD_BYTES;
    if (this.#bytes + bytes > this.budgetBytes) return false;
    this.#bytes += bytes;
    this.#items.push({ item, bytes, dueAt: performance.now() + this.delayMs });
    if (this.#timer === undefined) this.#wait();
    return true;
  }

  /** Forgets everything. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#items = [];
    this.#first = 0;
    this.#bytes = 0;
  }

  #wait(): void {
    const first = this.#items[this.#first];
    this.#timer = first && setTimeout(() => this.#release(), Math.max(0, first.dueAt - performance.now()));
  }

  #release(): void {
    for (let held = this.#items[this.#first]; held; held = this.#items[this.#first]) {
      const late = performance.now() - held.dueAt;
      if (late < 0) break;
      this.#items[this.#first] = undefined;
      this.#first += 1;
      this.#bytes -= held.bytes;
      this.onDue(held.item, late);
    }
    if (this.#first >= COMPACT_AFTER || this.#first === this.#items.length) {
      this.#items.splice(0, this.#first);
      this.#first = 0;
    }
    this.#wait();
  }
}
