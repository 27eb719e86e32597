/** What to do about a publisher after looking at what it sends. */
export type EnforcementAction = 'none' | 'command' | 'hold' | 'release';

/** How long a publisher may take to follow a command. Milliseconds, as all below. */
const GRACE = 4_500;
const LOOK_WHILE_KEEPING = 15_000;
const LOOK_WHILE_SETTLING = 1_000;
const LOOK_WHILE_HELD = 5_000;

/**
 * Holds one video track to its limits (MEDIA-3): who exceeds them in a way that layers cannot hide from receivers is
 * commanded again, and after a grace held back until it complies. All times in milliseconds of one clock.
 */
export class QualityEnforcement {
  #state: 'keeping' | 'settling' | 'held' = 'settling';
  #graceEnds: number;

  constructor(now: number) {
    this.#graceEnds = now + GRACE;
  }

  get held(): boolean {
    return this.#state === 'held';
  }

  /** How long until the track should be looked at again. */
  get lookAgainAfter(): number {
    if (this.#state === 'keeping') return LOOK_WHILE_KEEPING;
    return this.#state === 'held' ? LOOK_WHILE_HELD : LOOK_WHILE_SETTLING;
  }

  /** The publisher was told new limits and may take its time to follow. */
  limitsChanged(now: number): void {
    if (this.#state === 'held') return;
    this.#state = 'settling';
    this.#graceEnds = now + GRACE;
  }

  /** @param servable whether anything within the limits can be given to receivers */
  observe(servable: boolean, now: number): EnforcementAction {
    if (servable) {
      const released = this.#state === 'held';
      if (released || now >= this.#graceEnds) this.#state = 'keeping';
      return released ? 'release' : 'none';
    }
    if (this.#state === 'keeping') {
      this.#state = 'settling';
      this.#graceEnds = now + GRACE;
      return 'command';
    }
    if (this.#state === 'held' || now < this.#graceEnds) return 'none';
    this.#state = 'held';
    return 'hold';
  }
}
