/**
 * Puts what one plane of notifications tells into the order of its revisions: each is delivered once, in order; what was
 * heard already is dropped; after a gap everything waits for a snapshot.
 */
export class RevisionOrder<T> {
  /** The last revision delivered; `undefined` while there is no snapshot to go on from. */
  #at: number | undefined;
  readonly #waiting = new Map<number, T>();

  /** Revisions are missing: only a snapshot helps. */
  get gap(): boolean {
    return this.#at !== undefined && this.#waiting.size > 0;
  }

  /**
   * Takes one notification.
   *
   * @returns what is to be applied now, in order
   */
  accept(revision: number, item: T): readonly T[] {
    if (this.#at !== undefined && revision <= this.#at) return [];
    this.#waiting.set(revision, item);
    return this.#drain();
  }

  /**
   * Goes on from a snapshot.
   *
   * @returns `undefined` when more is known already than the snapshot knows, so that it must not be applied; otherwise what
   *   is to be applied after it, in order
   */
  continueFrom(revision: number): readonly T[] | undefined {
    if (this.#at !== undefined && revision < this.#at) return undefined;
    this.#at = revision;
    for (const known of [...this.#waiting.keys()]) if (known <= revision) this.#waiting.delete(known);
    return this.#drain();
  }

  /** The stream of notifications broke off: whatever comes waits for the next snapshot. */
  interrupt(): void {
    this.#at = undefined;
    this.#waiting.clear();
  }

  #drain(): readonly T[] {
    const ready: T[] = [];
    while (this.#at !== undefined) {
      const next = this.#waiting.get(this.#at + 1);
      if (next === undefined) break;
      this.#at += 1;
      this.#waiting.delete(this.#at);
      ready.push(next);
    }
    return ready;
  }
}
