/** The marker's tone, hertz: in the middle of a voice, where every codec is good. */
export const MARKER_HERTZ = 1_250;
/** When its pulses begin, milliseconds: no two gaps are the same, so that it fits itself in one place only. */
export const PULSES_AT = [0, 200, 500, 900] as const;
export const PULSE_MS = 100;
const LENGTH_MS = 1_000;

/** Milliseconds of sound whose energy is one number. */
export const BLOCK_MS = 5;
/** The pulses must be so much stronger than what is between them. */
const CLEARLY = 8;

/** Cuts sound into blocks of 5 ms and measures how much of each is the marker's tone (Goertzel). */
export class BandEnergy {
  readonly blocks: number[] = [];
  readonly #length: number;
  readonly #coefficient: number;
  #pending: number[] = [];

  /** @param sampleRate hertz */
  constructor(sampleRate: number) {
    this.#length = Math.round((sampleRate * BLOCK_MS) / 1000);
    this.#coefficient = 2 * Math.cos((2 * Math.PI * MARKER_HERTZ) / sampleRate);
  }

  /** @param samples that follow the ones before without a gap */
  add(samples: ArrayLike<number>): void {
    for (let index = 0; index < samples.length; index += 1) {
      this.#pending.push(samples[index] ?? 0);
      if (this.#pending.length === this.#length) this.#measure();
    }
  }

  #measure(): void {
    let before = 0;
    let last = 0;
    for (const sample of this.#pending) {
      const next = sample + this.#coefficient * last - before;
      before = last;
      last = next;
    }
    const energy = last * last + before * before - this.#coefficient * last * before;
    this.blocks.push(energy / (this.#length * this.#length));
    this.#pending = [];
  }
}

/** The number of the pulse that a block belongs to; undefined between pulses. */
const PULSE_OF = Array.from({ length: LENGTH_MS / BLOCK_MS }, (_, block) => {
  const pulse = PULSES_AT.findIndex((at) => block * BLOCK_MS >= at && block * BLOCK_MS < at + PULSE_MS);
  return pulse === -1 ? undefined : pulse;
});
const PULSE_BLOCKS = PULSE_MS / BLOCK_MS;
const GAP_BLOCKS = PULSE_OF.length - PULSES_AT.length * PULSE_BLOCKS;

/**
 * Where the marker is.
 *
 * @param blocks as {@link BandEnergy} gives them
 * @returns milliseconds from the first block to the marker's beginning; undefined where it is not, or not whole
 */
export function findMarker(blocks: readonly number[]): number | undefined {
  let best: { readonly at: number; readonly gain: number } | undefined;
  for (let at = 0; at + PULSE_OF.length <= blocks.length; at += 1) {
    const gain = gainAt(blocks, at);
    if (gain > (best?.gain ?? 0)) best = { at, gain };
  }
  return best && best.at * BLOCK_MS;
}

/** By how much the marker stands out if it begins at a block; 0 where any of its pulses does not. */
function gainAt(blocks: readonly number[], at: number): number {
  const pulses = PULSES_AT.map(() => 0);
  let gaps = 0;
  PULSE_OF.forEach((pulse, block) => {
    const energy = blocks[at + block] ?? 0;
    if (pulse === undefined) gaps += energy;
    else pulses[pulse] = (pulses[pulse] ?? 0) + energy;
  });
  const gap = gaps / GAP_BLOCKS;
  if (Math.min(...pulses) / PULSE_BLOCKS <= CLEARLY * gap) return 0;
  return pulses.reduce((sum, pulse) => sum + pulse, 0) / PULSES_AT.length / PULSE_BLOCKS - gap;
}
