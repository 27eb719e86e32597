export type Verdict = 'GOOD' | 'FAIR' | 'POOR';

/** Of what a participant sends, as received here. */
export interface ConnectionSample {
  readonly roundTripMs: number;
  /** 0..1000 */
  readonly lossPermille: number;
  readonly jitterMs: number;
  /** How much of the pictures that it should send comes, 0..1; 1 where none is asked for. */
  readonly delivered: number;
}

const ORDER = { GOOD: 0, FAIR: 1, POOR: 2 } as const;
const NO_VERDICT_MS = 10_000;
const WORSEN_MS = 6_000;
const IMPROVE_MS = 10_000;

/** What one sample is worth: the worst figure decides; jitter alone is never poor. */
export function judge({ roundTripMs, lossPermille, jitterMs, delivered }: ConnectionSample): Verdict {
  if (lossPermille >= 100 || roundTripMs >= 600 || delivered < 0.2) return 'POOR';
  if (lossPermille >= 50 || roundTripMs >= 300 || jitterMs > 40 || delivered < 0.37) return 'FAIR';
  return 'GOOD';
}

/** A connection's verdict as people see it: none in the first 10 s, worse after 6 s, better after 10 s. */
export class ConnectionVerdict {
  readonly #since: number;
  #verdict: Verdict | undefined;
  #turn: { readonly to: Verdict; readonly since: number } | undefined;

  /** @param now milliseconds, of the clock that all calls use */
  constructor(now: number) {
    this.#since = now;
  }

  get verdict(): Verdict | undefined {
    return this.#verdict;
  }

  /** @returns whether the verdict changed */
  observe(sample: ConnectionSample, now: number): boolean {
    const seen = judge(sample);
    if (this.#verdict === undefined) {
      if (now - this.#since < NO_VERDICT_MS) return false;
      this.#verdict = seen;
      return true;
    }
    if (seen === this.#verdict) {
      this.#turn = undefined;
      return false;
    }
    if (this.#turn?.to !== seen) this.#turn = { to: seen, since: now };
    const wait = ORDER[seen] > ORDER[this.#verdict] ? WORSEN_MS : IMPROVE_MS;
    if (now - this.#turn.since < wait) return false;
    this.#verdict = seen;
    this.#turn = undefined;
    return true;
  }
}
