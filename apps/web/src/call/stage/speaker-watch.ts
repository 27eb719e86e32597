import type { ActiveCall } from '@videocall/client-sdk';
import { SPEECH_DBOV, SpeakerActivity, type SpeakerState } from '../logic/speaker-activity.js';

/** Milliseconds between looks: the ring's own delays are several of these. */
const TICK = 150;

export interface Speakers extends SpeakerState {
  /** Who speaks now, loudest first. */
  readonly speaking: readonly string[];
}

export const NO_SPEAKERS: Speakers = { ringing: new Set(), promoted: new Set(), speaking: [] };

/** Watches the levels of a call; tells only when somebody begins or ends. */
export class SpeakerWatch {
  #told = NO_SPEAKERS;
  readonly #activity = new SpeakerActivity();
  readonly #call: ActiveCall;
  readonly #changed: (speakers: Speakers) => void;
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(call: ActiveCall, changed: (speakers: Speakers) => void) {
    this.#call = call;
    this.#changed = changed;
    this.#timer = setInterval(() => this.#look(), TICK);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const loud = [...this.#call.audioLevels.getState()]
      .filter(([, dbov]) => dbov > SPEECH_DBOV)
      .sort(([, a], [, b]) => b - a);
    const { ringing, promoted } = this.#activity.update(new Set(loud.map(([id]) => id)), performance.now());
    const speaking = loud.map(([id]) => id).filter((id) => ringing.has(id));
    const before = this.#told;
    if (equal(ringing, before.ringing) && equal(promoted, before.promoted) && speaking[0] === before.speaking[0])
      return;
    this.#told = { ringing, promoted, speaking };
    this.#changed(this.#told);
  }
}

function equal(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((item) => b.has(item));
}
