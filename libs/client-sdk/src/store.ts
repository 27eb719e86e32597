/** A value that can be read and watched; fits React's `useSyncExternalStore`. Both functions may be passed unbound. */
export interface ReadableStore<T> {
  /** The value now. The same object until it changes. */
  readonly getState: () => T;
  /** Calls back after each change, until the returned function is called. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** A value whose changes are told. Values are never changed in place. */
export class Store<T> implements ReadableStore<T> {
  #state: T;
  readonly #listeners = new Set<() => void>();

  constructor(initial: T) {
    this.#state = initial;
  }

  readonly getState = (): T => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    // Wrapped, so that one function subscribed twice is two subscriptions.
    const entry = () => listener();
    this.#listeners.add(entry);
    return () => this.#listeners.delete(entry);
  };

  set(next: T): void {
    if (Object.is(next, this.#state)) return;
    this.#state = next;
    for (const listener of [...this.#listeners]) listener();
  }
}
