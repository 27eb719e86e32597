import type { PictureSize } from '@videocall/quality-profiles';
import type { PayloadFacts } from './frame-headers.js';

/** What was seen of one simulcast layer, or of the only picture of a track. */
export interface MeasuredLayer {
  readonly size: PictureSize;
  /** Frames a second up to and including each temporal layer. */
  readonly frameRates: readonly number[];
  /** Part of the bytes (0..1) up to and including each temporal layer. */
  readonly byteShares: readonly number[];
}

const VIDEO_CLOCK_RATE = 90_000;
/** Below this many frames no rate is told. */
const MIN_FRAMES = 4;
/** In mean gaps: a longer one is a pause, and says nothing of the rate. */
const LONGEST_GAP = 2.5;
/** How far a sender's timestamps may be behind the clock before the clock is believed instead. */
const TIMESTAMPS_BELIEVED_WITHIN = 1.5;

interface Frame {
  temporalLayer: number;
  bytes: number;
  readonly timestamp: number;
  readonly receivedAt: number;
}

/** Gathers the packets of one layer for about a second and tells what they were. */
export class LayerSample {
  readonly #frames = new Map<number, Frame>();
  #size: PictureSize | undefined;

  /**
   * @param timestamp RTP timestamp, 32 bits
   * @param receivedAt milliseconds
   */
  add(facts: PayloadFacts, timestamp: number, bytes: number, receivedAt: number): void {
    this.#size = facts.size ?? this.#size;
    const frame = this.#frames.get(timestamp);
    if (frame) frame.bytes += bytes;
    else this.#frames.set(timestamp, { temporalLayer: facts.temporalLayer, bytes, timestamp, receivedAt });
  }

  get hasSize(): boolean {
    return this.#size !== undefined;
  }

  /**
   * @param known the size as it was, used where no keyframe came
   * @returns undefined where too little was seen to tell
   */
  measure(known: PictureSize | undefined): MeasuredLayer | undefined {
    const size = this.#size ?? known;
    const frames = [...this.#frames.values()];
    if (!size || frames.length < MIN_FRAMES) return undefined;
    const frameRate = rateOf(frames);
    const bytes = frames.reduce((sum, frame) => sum + frame.bytes, 0);
    const highest = Math.max(...frames.map((frame) => frame.temporalLayer));
    const upTo = Array.from({ length: highest + 1 }, (_, layer) =>
      frames.filter((frame) => frame.temporalLayer <= layer),
    );
    return {
      size,
      frameRates: upTo.map((part) => (frameRate * part.length) / frames.length),
      byteShares: upTo.map((part) => part.reduce((sum, frame) => sum + frame.bytes, 0) / bytes),
    };
  }
}

/** Timestamps are when frames were taken, so they tell the rate exactly; a sender may also make them up. */
function rateOf(frames: readonly Frame[]): number {
  const [first] = frames;
  if (!first) return 0;
  const byTimestamp = rateAt(frames.map(({ timestamp }) => ((timestamp - first.timestamp) | 0) / VIDEO_CLOCK_RATE));
  const byClock = rateAt(frames.map(({ receivedAt }) => receivedAt / 1000));
  return byClock > byTimestamp * TIMESTAMPS_BELIEVED_WITHIN ? byClock : byTimestamp;
}

/**
 * Frames a second. A sender that drops frames to keep a rate leaves uneven gaps; what was seen counts up to the end of a
 * whole one, or three frames of every four at 20 a second would look like more than 15.
 *
 * @param times seconds, in any order
 */
function rateAt(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  const gaps = sorted.slice(1).map((time, index) => time - (sorted[index] ?? time));
  const span = gaps.reduce((sum, gap) => sum + gap, 0);
  const lastGap = Math.min(Math.max(...gaps), (LONGEST_GAP * span) / gaps.length);
  return times.length / Math.max(span + lastGap, 0.001);
}
