import type { Interval } from '../../domain/recording-manifest.js';

/** Makes a file of a part of another. */
export abstract class ClipCutter {
  /**
   * @param composite path of the whole
   * @param range in ms of it
   * @param output path of the clip
   * @param signal ends the work; it rejects then
   */
  abstract cut(composite: string, range: Interval, output: string, signal: AbortSignal): Promise<void>;
}
