import type { VideoSource } from '@videocall/quality-profiles';

export const TRACK_SOURCES = ['MICROPHONE', 'CAMERA', 'SCREEN', 'SCREEN_AUDIO'] as const;
/** Where a track comes from. A participant publishes at most one track of each. */
export type TrackSource = (typeof TRACK_SOURCES)[number];

export type MediaKind = 'audio' | 'video';

/** The only kind a source can be. */
export function kindOf(source: TrackSource): MediaKind {
  return isVideoSource(source) ? 'video' : 'audio';
}

export function isVideoSource(source: TrackSource): source is VideoSource {
  return source === 'CAMERA' || source === 'SCREEN';
}
