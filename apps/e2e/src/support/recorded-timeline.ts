import type { ColourName } from './marked-media.js';

/** How long it may take until what was published is recorded; how much sooner its maker's clock may say so. */
const SETTLES_MS = 2_000;
const AHEAD_MS = 300;
/** What was captured so long before a kill may be lost. */
const TAIL_MS = 2_000;

/** A time on a recording, seconds from its start. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** What was to be seen of a call when, as those who were in it know. */
export class RecordedTimeline {
  readonly #changes: { readonly at: number; readonly shown: ReadonlySet<ColourName> }[] = [];
  readonly #gaps: { readonly at: number; readonly longestMs: number }[] = [];
  #shown: ReadonlySet<ColourName> = new Set();

  /** Now the recording begins. */
  begins(): void {
    this.#change(this.#shown);
  }

  /** From now on the colour is to be seen. */
  shows(colour: ColourName): void {
    this.#change(new Set([...this.#shown, colour]));
  }

  /** From now on it is not. */
  hides(colour: ColourName): void {
    this.#change(new Set([...this.#shown].filter((other) => other !== colour)));
  }

  /** Now something was killed, and for a while nothing may be captured. @returns ms since 1970 */
  interrupted(longestMs: number): number {
    const at = Date.now();
    this.#gaps.push({ at, longestMs });
    return at;
  }

  /**
   * What is to be seen at a moment, ms since 1970; undefined so near a change that either may be seen.
   */
  at(moment: number): ReadonlySet<ColourName> | undefined {
    const isNear = (at: number, after: number): boolean => moment > at - AHEAD_MS && moment < at + after + SETTLES_MS;
    if (this.#changes.some(({ at }) => isNear(at, 0))) return undefined;
    if (this.#gaps.some(({ at, longestMs }) => isNear(at - TAIL_MS, longestMs + TAIL_MS))) return undefined;
    return this.#changes.findLast(({ at }) => at <= moment)?.shown ?? new Set();
  }

  #change(shown: ReadonlySet<ColourName>): void {
    this.#shown = shown;
    this.#changes.push({ at: Date.now(), shown });
  }
}
