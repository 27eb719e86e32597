import { Injectable } from '@nestjs/common';

/** When nothing is expected earlier, it is looked again after so long: another orchestrator may have died. */
const LONGEST_WAIT_MS = 10_000;

/** Wakes somebody for the next deadline. */
@Injectable()
export class Deadlines {
  #timer: NodeJS.Timeout | undefined;
  #dueAt = Infinity;
  #wake: (() => void) | undefined;

  /** @param wake is called for each deadline expected, once it has passed. */
  start(wake: () => void): void {
    this.#wake = wake;
    this.#arm(0);
  }

  stop(): void {
    this.#wake = undefined;
    clearTimeout(this.#timer);
  }

  /** Something is due in so many milliseconds. */
  expectIn(milliseconds: number): void {
    if (Date.now() + milliseconds < this.#dueAt) this.#arm(milliseconds);
  }

  #arm(milliseconds: number): void {
    if (!this.#wake) return;
    const wait = Math.min(Math.max(milliseconds, 0), LONGEST_WAIT_MS);
    clearTimeout(this.#timer);
    this.#dueAt = Date.now() + wait;
    this.#timer = setTimeout(() => {
      this.#dueAt = Infinity;
      this.#arm(LONGEST_WAIT_MS);
      this.#wake?.();
    }, wait);
  }
}
