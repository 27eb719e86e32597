import { withinFrameRate, withinHeight, type VideoLimits } from '@videocall/quality-profiles';
import type { MeasuredLayer } from './layer-sample.js';

/** Above the cap by more than this is more than overhead and unevenness. */
const BITRATE_SLACK = 1.1;

/** One layer as measured, with its bitrate over the last seconds. */
export interface LayerUse {
  readonly measured: MeasuredLayer | undefined;
  /** bit/s, of all its temporal layers */
  readonly bitrate: number;
}

/**
 * For each spatial layer the highest temporal layer that keeps to the limits; -1 where none does.
 * A layer not measured yet counts as keeping to them.
 */
export function allowedTemporalLayers(layers: readonly LayerUse[], limits: VideoLimits): readonly number[] {
  return layers.map(({ measured, bitrate }) => {
    if (!measured) return Infinity;
    if (!withinHeight(measured.size, limits.maxHeight)) return -1;
    return measured.frameRates.findLastIndex(
      (frameRate, temporal) =>
        withinFrameRate(frameRate, limits.maxFrameRate) &&
        bitrate * (measured.byteShares[temporal] ?? 1) <= limits.maxBitrate * BITRATE_SLACK,
    );
  });
}

/** Whether anything of the track can be given to receivers. */
export function isServable(layers: readonly LayerUse[], limits: VideoLimits): boolean {
  return allowedTemporalLayers(layers, limits).some((temporal) => temporal >= 0);
}
