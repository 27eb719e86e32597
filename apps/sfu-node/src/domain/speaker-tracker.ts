/** Silence shorter than this (milliseconds) does not end a turn. */
const SILENCE_ENDS_TURN = 2_000;

/** Who speaks, from mediasoup's two observers: one tells the dominant speaker, the other when all are silent. */
export class SpeakerTracker {
  #dominant = '';
  #active = '';
  #silentSince: number | undefined;

  /** Participant id; empty: silence. */
  get active(): string {
    return this.#active;
  }

  /** @returns whether {@link active} changed */
  dominant(participantId: string): boolean {
    this.#dominant = participantId;
    this.#silentSince = undefined;
    return this.#become(participantId);
  }

  /**
   * @param participantIds who is above the threshold, loudest first; empty: silence
   * @param now milliseconds
   */
  heard(participantIds: readonly string[], now: number): boolean {
    const [loudest] = participantIds;
    if (loudest === undefined) {
      this.#silentSince ??= now;
      return false;
    }
    this.#silentSince = undefined;
    if (this.#active !== '') return false;
    return this.#become(participantIds.includes(this.#dominant) ? this.#dominant : loudest);
  }

  /** Time passed. @returns whether {@link active} changed */
  tick(now: number): boolean {
    return this.#silentSince !== undefined && now - this.#silentSince >= SILENCE_ENDS_TURN && this.#become('');
  }

  /** @returns whether {@link active} changed */
  left(participantId: string): boolean {
    if (this.#dominant === participantId) this.#dominant = '';
    return this.#active === participantId && this.#become('');
  }

  #become(active: string): boolean {
    const changed = active !== this.#active;
    this.#active = active;
    return changed;
  }
}
