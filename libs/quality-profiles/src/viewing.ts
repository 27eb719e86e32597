import type { VideoLimits } from './profiles.js';
import { heightOf, type PictureSize } from './publishing.js';

/** A published video as its receivers can have it. */
export interface PublishedVideo {
  /** What is sent, lowest layer first; one entry where there is no simulcast. */
  readonly layers: readonly PictureSize[];
  /** Frames a second of the full stream. */
  readonly frameRate: number;
  /** Temporal layers of each picture, each doubling the frame rate of the one below; 1: none. */
  readonly temporalLayers: number;
}

/** What a viewer shows, in device pixels, and may receive. */
export interface Viewer {
  /** 0 × 0: not shown. `undefined`: the viewer has not said yet. */
  readonly shown: PictureSize | undefined;
  readonly limits: Pick<VideoLimits, 'maxHeight' | 'maxFrameRate'>;
}

export type LayerChoice =
  | { readonly kind: 'layers'; readonly spatial: number; readonly temporal: number }
  | { readonly kind: 'paused'; readonly reason: 'NOT_SHOWN' | 'RECEIVE_PROFILE' };

/** A layer this much smaller than the tile still looks right in it. */
const ENLARGEMENT_UNNOTICED = 1.25;
/** Cameras run a little fast or slow: 30.4 frames a second are 30. */
const FRAME_RATE_SLACK = 1.05;
/** Encoders round sizes up to even numbers and blocks. */
const HEIGHT_SLACK = 8;

/** Whether a picture keeps to a limit's height. */
export function withinHeight(picture: PictureSize, maxHeight: number): boolean {
  return heightOf(picture) <= maxHeight + HEIGHT_SLACK;
}

/** Whether a measured frame rate keeps to a limit. */
export function withinFrameRate(frameRate: number, maxFrameRate: number): boolean {
  return frameRate <= maxFrameRate * FRAME_RATE_SLACK;
}

/**
 * Which layers a viewer gets: the smallest picture that fills what it shows, never more than its receive profile allows
 * (MEDIA-3, MEDIA-4).
 */
export function chooseLayers(video: PublishedVideo, viewer: Viewer): LayerChoice {
  const { shown, limits } = viewer;
  if (shown && (shown.width <= 0 || shown.height <= 0)) return { kind: 'paused', reason: 'NOT_SHOWN' };

  const highest = video.layers.findLastIndex((layer) => withinHeight(layer, limits.maxHeight));
  const temporal = highestTemporalLayer(video, limits.maxFrameRate);
  if (highest < 0 || temporal < 0) return { kind: 'paused', reason: 'RECEIVE_PROFILE' };

  const filling = shown ? video.layers.findIndex((layer) => fills(layer, shown)) : highest;
  return { kind: 'layers', spatial: filling < 0 ? highest : Math.min(filling, highest), temporal };
}

/** The picture is shown whole, so the tighter side decides how large it appears. */
function fills(layer: PictureSize, shown: PictureSize): boolean {
  const enlargement = Math.min(shown.width / layer.width, shown.height / layer.height);
  return enlargement <= ENLARGEMENT_UNNOTICED;
}

/** The highest temporal layer within a frame rate; -1 where even the lowest is above it. */
function highestTemporalLayer(video: PublishedVideo, maxFrameRate: number): number {
  for (let layer = video.temporalLayers - 1; layer >= 0; layer -= 1) {
    if (withinFrameRate(video.frameRate / 2 ** (video.temporalLayers - 1 - layer), maxFrameRate)) return layer;
  }
  return -1;
}
