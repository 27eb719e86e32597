/** Runs tasks one after another. A task that fails does not stop those behind it. */
export class SerialQueue {
  #tail: Promise<unknown> = Promise.resolve();
  #length = 0;

  /** Tasks waiting or running. */
  get length(): number {
    return this.#length;
  }

  run<Result>(task: () => Promise<Result>): Promise<Result> {
    this.#length++;
    const result = this.#tail.then(task).finally(() => {
      this.#length--;
    });
    this.#tail = result.catch(() => undefined);
    return result;
  }
}
