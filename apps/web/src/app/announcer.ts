/** Milliseconds that messages wait for company, so that a burst is read as one. */
const BATCH = 2_000;

/** Speech for those who do not see the screen: one polite live region, in batches. */
export class Announcer {
  #waiting: string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #text = '';
  readonly #listeners = new Set<() => void>();

  readonly getText = (): string => this.#text;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Says a sentence within two seconds. */
  say(sentence: string): void {
    if (!this.#waiting.includes(sentence)) this.#waiting.push(sentence);
    if (this.#timer === undefined) this.#timer = setTimeout(() => this.#speak(), BATCH);
  }

  #speak(): void {
    this.#timer = undefined;
    const sentences = this.#waiting.join(' ');
    this.#waiting = [];
    // The same words again are read again only when the text differs.
    this.#text = sentences === this.#text ? `${sentences}\u00a0` : sentences;
    for (const listener of this.#listeners) listener();
  }
}
