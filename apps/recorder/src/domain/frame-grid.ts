import type { Interval } from './recording-manifest.js';

/** Pictures a second. A whole number of ms a picture, so that no rounding adds up over hours. */
export const FRAME_RATE = 25;
const FRAME_MS = 1000 / FRAME_RATE;

/** Pictures from one (included) to another (excluded), counted from the recording's start. */
export interface FrameRange {
  readonly fromFrame: number;
  readonly toFrame: number;
}

/** The first picture at or after a moment. */
export function frameAt(ms: number): number {
  return Math.ceil(ms / FRAME_MS - 1e-6);
}

/** When a picture is shown. */
export function frameTimeMs(frame: number): number {
  return frame * FRAME_MS;
}

/** How many pictures a recording has: at least one. */
export function frameCount(durationMs: number): number {
  return Math.max(1, frameAt(durationMs));
}

/** The pictures shown during an interval. */
export function framesIn({ fromMs, toMs }: Interval): FrameRange {
  return { fromFrame: frameAt(fromMs), toFrame: frameAt(toMs) };
}
