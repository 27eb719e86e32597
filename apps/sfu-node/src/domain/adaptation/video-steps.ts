import { limitsOf } from '@videocall/quality-profiles';
import type { VideoStep } from './video-ladder.js';

/** A published video, and how much of it fits a receiver's screen and profile. */
export interface OfferedVideo {
  /** What each simulcast layer costs, lowest first; one entry: no simulcast. bit/s */
  readonly layers: readonly number[];
  /** The highest layers that fit. */
  readonly spatial: number;
  readonly temporal: number;
}

/** What lower temporal layers cost of a stream's bitrate, as Chromium's encoders divide it. */
const BASE_SHARE = 0.4;
const HALF_RATE_SHARE = 0.6;

/** Bitrates that the publisher of a single stream can be lowered to. */
const LOWERED = [250_000, limitsOf('LOW', 'VP8').maxBitrate, limitsOf('MEDIUM', 'VP8').maxBitrate];

/** The steps in which a video can be given, from the least to all that fits. */
export function stepsOf({ layers, spatial, temporal }: OfferedVideo): readonly VideoStep[] {
  if (layers.length <= 1) return singleSteps(layers[0] ?? 0, temporal);
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

/** Without layers the publisher is asked to send less. */
function singleSteps(full: number, temporal: number): readonly VideoStep[] {
  return [...LOWERED.filter((bitrate) => bitrate < full), full].map((bitrate) => ({ spatial: 0, temporal, bitrate }));
}
