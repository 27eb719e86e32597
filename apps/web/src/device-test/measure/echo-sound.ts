import { BandEnergy, findMarker, MARKER_HERTZ, PULSE_MS, PULSES_AT } from './marker.js';

/** How often received sound is fetched, and how much of it the analyser keeps: a page that stutters loses nothing. */
const FETCH_MS = 100;
const KEPT_SAMPLES = 32_768;
/** Until when after the expected time the marker is waited for. */
const PATIENCE_MS = 3_000;
const MARKER_MS = 1_000;
const LOUDNESS = 0.25;
/** Fades at a pulse's ends, so that they are no clicks. Seconds. */
const EDGE = 0.005;

/**
 * The sound that goes into the echo: the microphone, or a marker that is known when it comes back. Microphones' own processing
 * would take the marker out, so it is mixed in behind it.
 */
export class EchoSound {
  /** To be published. */
  readonly track: MediaStreamTrack;
  readonly #context = new AudioContext();
  readonly #out: MediaStreamAudioDestinationNode;
  readonly #voice: GainNode;

  /** @param microphone closed until {@link openMicrophone} */
  constructor(microphone: MediaStreamTrack | undefined) {
    this.#out = this.#context.createMediaStreamDestination();
    this.#voice = this.#context.createGain();
    this.#voice.gain.value = 0;
    this.#voice.connect(this.#out);
    if (microphone) this.#context.createMediaStreamSource(new MediaStream([microphone])).connect(this.#voice);
    const [track] = this.#out.stream.getAudioTracks();
    if (!track) throw new TypeError('a destination without a track');
    this.track = track;
  }

  openMicrophone(): void {
    this.#voice.gain.value = 1;
  }

  /** What the speaker adds to a delay, as far as the browser tells. Milliseconds. */
  get outputLatencyMs(): number {
    return ((this.#context.outputLatency || 0) + this.#context.baseLatency) * 1000;
  }

  /**
   * Sends the marker and waits for it.
   *
   * @param received the track that comes back; it must be playing
   * @param expectedMs the least that it can take
   * @returns milliseconds from the published track to the received one; undefined where it did not come back
   */
  async measureDelay(received: MediaStreamTrack, expectedMs: number): Promise<number | undefined> {
    await this.#context.resume();
    const source = this.#context.createMediaStreamSource(new MediaStream([received]));
    const analyser = new AnalyserNode(this.#context, { fftSize: KEPT_SAMPLES });
    source.connect(analyser);
    const energy = new BandEnergy(this.#context.sampleRate);
    const listeningSince = this.#context.currentTime;
    const sentAt = this.#sendMarker();
    try {
      return await new Promise((resolve) => {
        let heardUntil = listeningSince;
        const timer = setInterval(() => {
          heardUntil = this.#fetch(analyser, energy, heardUntil);
          const at = findMarker(energy.blocks);
          const delay = at === undefined ? undefined : at - (sentAt - listeningSince) * 1000;
          const isOver = (heardUntil - sentAt) * 1000 > expectedMs + MARKER_MS + PATIENCE_MS;
          if (delay === undefined && !isOver) return;
          clearInterval(timer);
          resolve(delay);
        }, FETCH_MS);
      });
    } finally {
      source.disconnect();
    }
  }

  close(): void {
    this.track.stop();
    void this.#context.close();
  }

  /** @returns until when was heard */
  #fetch(analyser: AnalyserNode, energy: BandEnergy, heardUntil: number): number {
    const now = this.#context.currentTime;
    const fresh = Math.round((now - heardUntil) * this.#context.sampleRate);
    const kept = new Float32Array(KEPT_SAMPLES);
    analyser.getFloatTimeDomainData(kept);
    // What was missed is silence: what follows must stay at its time.
    if (fresh > KEPT_SAMPLES) energy.add(new Float32Array(fresh - KEPT_SAMPLES));
    energy.add(kept.subarray(Math.max(0, KEPT_SAMPLES - fresh)));
    return heardUntil + fresh / this.#context.sampleRate;
  }

  /** @returns when it begins, in the context's seconds */
  #sendMarker(): number {
    const startsAt = this.#context.currentTime + 0.1;
    const pulse = new GainNode(this.#context, { gain: 0 });
    pulse.connect(this.#out);
    const tone = new OscillatorNode(this.#context, { frequency: MARKER_HERTZ });
    tone.connect(pulse);
    for (const offset of PULSES_AT) {
      const begins = startsAt + offset / 1000;
      const ends = begins + PULSE_MS / 1000;
      pulse.gain.setValueAtTime(0, begins);
      pulse.gain.linearRampToValueAtTime(LOUDNESS, begins + EDGE);
      pulse.gain.setValueAtTime(LOUDNESS, ends - EDGE);
      pulse.gain.linearRampToValueAtTime(0, ends);
    }
    tone.start(startsAt);
    tone.stop(startsAt + MARKER_MS / 1000);
    tone.addEventListener('ended', () => pulse.disconnect());
    return startsAt;
  }
}
