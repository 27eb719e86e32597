import { createLevelMeter, type LevelMeter } from '../devices/level-meter.js';

/** Speech, not a keyboard: this loud (0 to 1, see `loudness`) … */
const SPEECH_LEVEL = 0.5;
/** … in this many of the meter's readings in a row. */
const READINGS = 6;
/** The hint is given once in this time. */
const QUIET_MS = 60_000;

/** Notices speech into a muted microphone. What it hears stays in the page. */
export class MutedSpeech {
  #track: MediaStreamTrack | undefined;
  #meter: LevelMeter | undefined;
  #toldAt = -Infinity;

  constructor(private readonly heard: () => void) {}

  /** @param track the microphone's, while it is muted; otherwise `undefined` */
  watch(track: MediaStreamTrack | undefined): void {
    if (track === this.#track) return;
    this.#meter?.stop();
    this.#meter = undefined;
    this.#track = track;
    if (track) this.#listen(track);
  }

  #listen(track: MediaStreamTrack): void {
    // A muted track is silent; its copy is not.
    const copy = track.clone();
    copy.enabled = true;
    const meter = createLevelMeter(copy);
    let loud = 0;
    const unsubscribe = meter.level.subscribe(() => {
      loud = meter.level.getState() >= SPEECH_LEVEL ? loud + 1 : 0;
      if (loud < READINGS || Date.now() - this.#toldAt < QUIET_MS) return;
      this.#toldAt = Date.now();
      this.heard();
    });
    this.#meter = {
      level: meter.level,
      stop: () => {
        unsubscribe();
        meter.stop();
        copy.stop();
      },
    };
  }
}
