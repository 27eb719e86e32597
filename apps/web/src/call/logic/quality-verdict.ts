import type { QualityVerdict } from '@videocall/signalling';

/** Milliseconds. */
const NO_VERDICT_FOR = 10_000;
const WORSEN_AFTER = 6_000;
const IMPROVE_AFTER = 10_000;

const RANK: Readonly<Record<QualityVerdict, number>> = { GOOD: 0, FAIR: 1, POOR: 2 };

/** One measurement of a path; what is not known stays out. */
export interface PathSample {
  /** 0–1000 */
  readonly lossPermille: number;
  readonly roundTripMs: number;
  readonly jitterMs: number;
}

/** The verdict on one sample: the worst metric decides. */
export function judge(sample: PathSample): QualityVerdict {
  if (sample.lossPermille >= 100 || sample.roundTripMs >= 600) return 'POOR';
  if (sample.lossPermille >= 50 || sample.roundTripMs >= 300 || sample.jitterMs > 40) return 'FAIR';
  return 'GOOD';
}

/** Calms the verdicts of one connection: none in its first 10 s, worse only after 6 s of worse, better only after 10 s of better. */
export class SteadyVerdict {
  #shown: QualityVerdict = 'GOOD';
  #firstAt: number | undefined;
  #candidate: QualityVerdict | undefined;
  #candidateSince = 0;

  /** @param now milliseconds, any epoch; @returns what to show */
  sample(verdict: QualityVerdict, now: number): QualityVerdict {
    this.#firstAt ??= now;
    if (verdict === this.#shown) {
      this.#candidate = undefined;
      return this.#shown;
    }
    const worse = RANK[verdict] > RANK[this.#shown];
    const sameSide = this.#candidate !== undefined && RANK[this.#candidate] > RANK[this.#shown] === worse;
    if (!sameSide) this.#candidateSince = now;
    this.#candidate = verdict;
    const held = now - this.#candidateSince;
    if (now - this.#firstAt >= NO_VERDICT_FOR && held >= (worse ? WORSEN_AFTER : IMPROVE_AFTER)) {
      this.#shown = verdict;
      this.#candidate = undefined;
    }
    return this.#shown;
  }
}
