/** In a row: with a right key hardly one frame in a call cannot be decrypted. */
const FAILURES_THAT_COUNT = 5;

/** Tells when what is received of a track stops or starts being decryptable; not what happens to single frames. */
export class DecryptionWatch {
  #failures = 0;
  #works: boolean | undefined;

  constructor(private readonly tell: (works: boolean) => void) {}

  frame(decrypted: boolean): void {
    this.#failures = decrypted ? 0 : this.#failures + 1;
    const works = decrypted ? true : this.#failures >= FAILURES_THAT_COUNT ? false : this.#works;
    if (works === undefined || works === this.#works) return;
    this.#works = works;
    this.tell(works);
  }
}
