import type { VideoStep } from './video-ladder.js';

/** A published video, and how much of it fits a receiver's screen and profile. */
export interface OfferedVideo {
  /** What each simulcast layer costs, lowest first. bit/s */
  readonly layers: readonly number[];
  /** The highest layers that fit. */
  readonly spatial: number;
  readonly temporal: number;
}

/** What lower temporal layers cost of a stream's bitrate, as Chromium's encoders divide it. */
const BASE_SHARE = 0.4;
const HALF_RATE_SHARE = 0.6;

/** The steps in which a video can be given, from the least to all that fits. */
export function stepsOf({ layers, spatial, temporal }: OfferedVideo): readonly VideoStep[] {
  const steps: VideoStep[] = [];
  for (const [layer, bitrate] of layers.slice(0, spatial + 1).entries()) {
    if (temporal > 0) {
      const reduced = layer === 0 ? 0 : temporal - 1;
      steps.push({
        spatial: layer,
        temporal: reduced,
        bitrate: bitrate * (layer === 0 ? BASE_SHARE : HALF_RATE_SHARE),
      });
    }
    steps.push({ spatial: layer, temporal, bitrate });
  }
  // What costs more than something better is no step.
  return steps.filter(({ bitrate }, index) => steps.slice(index + 1).every((better) => better.bitrate > bitrate));
}
