/** Milliseconds. */
const RING_ON_AFTER = 150;
/** Also how long a pause within speech may be. */
const RING_OFF_AFTER = 600;
const PROMOTE_AFTER = 1_000;
const DEMOTE_AFTER = 60_000;

/** Levels above this count as speech, in dBov (RFC 6464: 0 is the loudest, -127 silence). */
export const SPEECH_DBOV = -50;

interface Activity {
  /** When this stretch of speech began. */
  readonly startedAt: number;
  readonly lastLoudAt: number;
  readonly promoted: boolean;
}

export interface SpeakerState {
  /** Shown with a ring. */
  readonly ringing: ReadonlySet<string>;
  /** Spoke long enough, not too long ago: has a claim to the first page. */
  readonly promoted: ReadonlySet<string>;
}

/** Turns audio levels into who is shown as speaking. Time is given from outside, so that it can be tested. */
export class SpeakerActivity {
  readonly #activities = new Map<string, Activity>();

  /** @param loud ids heard above SPEECH_DBOV at `now` (milliseconds, any epoch) */
  update(loud: ReadonlySet<string>, now: number): SpeakerState {
    for (const id of loud) {
      const was = this.#activities.get(id);
      const goesOn = was !== undefined && now - was.lastLoudAt < RING_OFF_AFTER;
      this.#activities.set(id, {
        startedAt: goesOn ? was.startedAt : now,
        lastLoudAt: now,
        promoted: was?.promoted ?? false,
      });
    }
    const ringing = new Set<string>();
    const promoted = new Set<string>();
    for (const [id, activity] of this.#activities) {
      const silentFor = now - activity.lastLoudAt;
      const spokeFor = activity.lastLoudAt - activity.startedAt;
      const belongs = activity.promoted ? silentFor < DEMOTE_AFTER : spokeFor >= PROMOTE_AFTER;
      if (silentFor < RING_OFF_AFTER && now - activity.startedAt >= RING_ON_AFTER) ringing.add(id);
      if (belongs) promoted.add(id);
      if (belongs !== activity.promoted) this.#activities.set(id, { ...activity, promoted: belongs });
      if (!belongs && silentFor >= RING_OFF_AFTER) this.#activities.delete(id);
    }
    return { ringing, promoted };
  }

  forget(id: string): void {
    this.#activities.delete(id);
  }
}
