/** A way through a firewall may need ICE to try TCP and relays first; after this long, nobody waits any more. Milliseconds. */
const DECIDED_AFTER = 20_000;

export type FirstConnectionOutcome = 'connected' | 'failed';

/** Whether a peer that began to connect its media got it; decided once. */
export class FirstConnection {
  #triedAt: number | undefined;
  #decided = false;

  /**
   * @param ways whether it began to connect, and whether it has media
   * @param now milliseconds, of the clock that all calls use
   * @returns the outcome, once, when it is known
   */
  observe(ways: { readonly tried: boolean; readonly media: boolean }, now: number): FirstConnectionOutcome | undefined {
    if (this.#decided || !ways.tried) return undefined;
    this.#triedAt ??= now;
    if (!ways.media && now - this.#triedAt < DECIDED_AFTER) return undefined;
    this.#decided = true;
    return ways.media ? 'connected' : 'failed';
  }
}
