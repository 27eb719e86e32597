/** How many people are heard at once in a call where more than these speak. */
export const LOUDEST = 5;
/** Milliseconds. Who was among the loudest within it keeps the place: words have pauses between them. */
const KEEPS_PLACE = 2_000;

/**
 * Whose voices are sent in a call (MEDIA-4): everybody's while no more than {@link LOUDEST} people speak, so that nobody's
 * first syllable is lost and silence, which costs nothing with DTX, stays open; only the loudest where more speak at once.
 */
export class LoudestAudio {
  readonly #heardAt = new Map<string, number>();
  readonly #loudAt = new Map<string, number>();
  #places: ReadonlySet<string> = new Set();

  /**
   * @param participantIds who is above the threshold of hearing, loudest first
   * @param now milliseconds
   * @returns whether it changed who {@link isSent}
   */
  heard(participantIds: readonly string[], now: number): boolean {
    const loudest = participantIds.slice(0, LOUDEST);
    remember(this.#heardAt, participantIds, now);
    remember(this.#loudAt, loudest, now);
    const before = this.#places;
    const kept = [...before].filter((participantId) => this.#loudAt.has(participantId));
    const coming = loudest.filter((participantId) => !kept.includes(participantId));
    this.#places = this.#heardAt.size > LOUDEST ? new Set([...kept, ...coming].slice(0, LOUDEST)) : new Set();
    return before.size !== this.#places.size || [...this.#places].some((participantId) => !before.has(participantId));
  }

  /** Whether a participant's voice is sent. */
  isSent(participantId: string): boolean {
    return this.#places.size < LOUDEST || this.#places.has(participantId);
  }
}

/** Notes who was seen now, and forgets whom too long ago. */
function remember(seenAt: Map<string, number>, participantIds: readonly string[], now: number): void {
  for (const [participantId, at] of seenAt) if (now - at > KEEPS_PLACE) seenAt.delete(participantId);
  for (const participantId of participantIds) seenAt.set(participantId, now);
}
