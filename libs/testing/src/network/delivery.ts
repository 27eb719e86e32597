import type { Path } from './path.ts';

interface Waiting {
  readonly at: number;
  readonly deliver: () => void;
}

/** Carries packets over a {@link Path} in real time. */
export class Delivery {
  readonly #path: Path;
  readonly #waiting: Waiting[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(path: Path) {
    this.#path = path;
  }

  /** @param deliver called when the packet arrives; never if it is lost */
  send(bytes: number, deliver: () => void): void {
    const now = performance.now();
    const at = this.#path.send(bytes, now);
    if (at === undefined) return;
    if (at <= now && this.#waiting.length === 0) {
      deliver();
      return;
    }
    this.#waiting.push({ at, deliver });
    this.#timer ??= setTimeout(() => this.#arrive(), at - now);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#waiting.length = 0;
  }

  /** They are in the order of their arrival. */
  #arrive(): void {
    const now = performance.now();
    let arrived = 0;
    while ((this.#waiting[arrived]?.at ?? Infinity) <= now) arrived += 1;
    for (const { deliver } of this.#waiting.splice(0, arrived)) deliver();
    const [next] = this.#waiting;
    this.#timer = next && setTimeout(() => this.#arrive(), Math.max(0, next.at - performance.now()));
  }
}
