import { CallError } from '../call-error.js';

/** Waits so long; ends early when `wake` fires; throws CALL_CLOSED when `signal` does. */
export function wait(milliseconds: number, signal: AbortSignal, wake?: EventTarget): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      wake?.removeEventListener('wake', done);
      if (signal.aborted) reject(CallError.client('CALL_CLOSED'));
      else resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
    wake?.addEventListener('wake', done);
    if (signal.aborted) done();
  });
}

/** A gate that requests wait at while the connection is away. */
export class Gate {
  #open = false;
  #waiting: (() => void)[] = [];

  get isOpen(): boolean {
    return this.#open;
  }

  open(): void {
    this.#open = true;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const pass of waiting) pass();
  }

  close(): void {
    this.#open = false;
  }

  /** Resolves once open; throws CALL_CLOSED when `signal` fires first. */
  async pass(signal: AbortSignal): Promise<void> {
    while (!this.#open) {
      await new Promise<void>((resolve, reject) => {
        const abort = () => reject(CallError.client('CALL_CLOSED'));
        if (signal.aborted) return abort();
        signal.addEventListener('abort', abort, { once: true });
        this.#waiting.push(() => {
          signal.removeEventListener('abort', abort);
          resolve();
        });
      });
    }
    if (signal.aborted) throw CallError.client('CALL_CLOSED');
  }
}
