/** What to do about a publisher after looking at what it sends. */
export type EnforcementAction = 'none' | 'command' | 'hold' | 'release';

/** How long a publisher may exceed its limits without a break. Milliseconds, as all below. */
const GRACE = 4_000;
const LOOK_WHILE_KEEPING = 15_000;
const LOOK_WHILE_SETTLING = 1_000;
const LOOK_WHILE_HELD = 5_000;

/**
 * Holds one video track to its limits (MEDIA-3): who exceeds them in a way that layers cannot hide from receivers is
 * commanded again, and after a grace held back until it complies. One look that exceeds them proves nothing: a measurement
 * over a second is uneven. All times in milliseconds of one clock.
 */
export class QualityEnforcement {
  #held = false;
  #exceedingSince: number | undefined;
  /** When the publisher was last told what to keep to. */
  #toldAt: number;

  constructor(now: number) {
    this.#toldAt = now;
  }

  get held(): boolean {
    return this.#held;
  }

  /** How long until the track should be looked at again. */
  lookAgainAfter(now: number): number {
    if (this.#held) return LOOK_WHILE_HELD;
    const settling = this.#exceedingSince !== undefined || now - this.#toldAt < GRACE;
    return settling ? LOOK_WHILE_SETTLING : LOOK_WHILE_KEEPING;
  }

  /** The publisher was told new limits and may take its time to follow. */
  limitsChanged(now: number): void {
    this.#toldAt = now;
    this.#exceedingSince = undefined;
  }

  /** @param servable whether anything within the limits can be given to receivers */
  observe(servable: boolean, now: number): EnforcementAction {
    if (servable) {
      const released = this.#held;
      this.#held = false;
      this.#exceedingSince = undefined;
      return released ? 'release' : 'none';
    }
    if (this.#held) return 'none';
    this.#exceedingSince ??= now;
    if (now - this.#exceedingSince >= GRACE) {
      this.#held = true;
      return 'hold';
    }
    if (now - this.#toldAt < GRACE) return 'none';
    this.#toldAt = now;
    return 'command';
  }
}
