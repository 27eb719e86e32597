/** A received audio track and who it is from. */
export interface AudibleTrack {
  readonly trackId: string;
  readonly participantId: string;
  readonly mediaTrack: MediaStreamTrack;
}

interface Player {
  readonly element: HTMLAudioElement;
  readonly participantId: string;
}

/** Gestures after which browsers let sound play. */
const GESTURES = ['pointerdown', 'keydown'] as const;

/** Plays everybody's sound, one element a track, on the chosen speaker. */
export class Playback {
  readonly #players = new Map<string, Player>();
  readonly #volumes = new Map<string, number>();
  #speakerId = '';
  #blocked = false;
  readonly #retry = () => void this.start();

  constructor(private readonly blockedChanged: (blocked: boolean) => void) {}

  /** Plays exactly these. */
  play(tracks: readonly AudibleTrack[]): void {
    const wanted = new Map(tracks.map((track) => [track.trackId, track]));
    for (const [trackId, { element }] of this.#players) {
      if (wanted.has(trackId)) continue;
      element.srcObject = null;
      this.#players.delete(trackId);
    }
    for (const [trackId, track] of wanted) if (!this.#players.has(trackId)) this.#add(track);
  }

  /** Tries again after the browser blocked playback. To be called from a click. */
  async start(): Promise<void> {
    await Promise.all([...this.#players.values()].map(({ element }) => this.#start(element)));
    if ([...this.#players.values()].every(({ element }) => !element.paused)) this.#setBlocked(false);
  }

  /** @param volume 0 (silent) to 1; for this listener alone */
  setVolume(participantId: string, volume: number): void {
    this.#volumes.set(participantId, volume);
    for (const player of this.#players.values())
      if (player.participantId === participantId) player.element.volume = volume;
  }

  /** @param deviceId from `listDevices()`; '' for the system's default */
  async setSpeaker(deviceId: string): Promise<void> {
    this.#speakerId = deviceId;
    await Promise.all([...this.#players.values()].map(({ element }) => element.setSinkId(deviceId)));
  }

  stop(): void {
    this.play([]);
    this.#setBlocked(false);
  }

  #add({ trackId, participantId, mediaTrack }: AudibleTrack): void {
    const element = new Audio();
    element.srcObject = new MediaStream([mediaTrack]);
    element.volume = this.#volumes.get(participantId) ?? 1;
    this.#players.set(trackId, { element, participantId });
    // A speaker that was unplugged meanwhile: the default sounds instead.
    if (this.#speakerId) element.setSinkId(this.#speakerId).catch(() => undefined);
    void this.#start(element);
  }

  async #start(element: HTMLAudioElement): Promise<void> {
    try {
      await element.play();
    } catch (error) {
      // AbortError: it was taken away while starting. NotAllowedError: the browser wants a gesture first.
      if (error instanceof DOMException && error.name === 'NotAllowedError') this.#setBlocked(true);
    }
  }

  #setBlocked(blocked: boolean): void {
    if (blocked === this.#blocked) return;
    this.#blocked = blocked;
    for (const gesture of GESTURES) {
      if (blocked) document.addEventListener(gesture, this.#retry);
      else document.removeEventListener(gesture, this.#retry);
    }
    // Safari lets it play again when the tab comes back.
    if (blocked) document.addEventListener('visibilitychange', this.#retry);
    else document.removeEventListener('visibilitychange', this.#retry);
    this.blockedChanged(blocked);
  }
}
