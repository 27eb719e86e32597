/** Links that people send each other to enter a call. */
export class InviteLinks {
  readonly #publicUrl: string;

  /** @param publicUrl where people reach the web app */
  constructor(publicUrl: string) {
    this.#publicUrl = publicUrl;
  }

  urlOf(code: string): string {
    return new URL(`/join/${encodeURIComponent(code)}`, this.#publicUrl).href;
  }
}
