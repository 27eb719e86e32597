import type {
  Interval,
  ManifestParticipant,
  ManifestSegment,
  ManifestSource,
  ManifestTrack,
  RecordingManifest,
} from '../domain/recording-manifest.js';

export const interval = (fromMs: number, toMs: number): Interval => ({ fromMs, toMs });

export function person(id: string, name: string, ...stays: readonly Interval[]): ManifestParticipant {
  return { id, name, stays };
}

/** @param clockRate how much faster the file's times run than the recording's */
export function segment(path: string, startMs: number, endMs: number, clockRate = 1): ManifestSegment {
  const times = Array.from({ length: Math.ceil((endMs - startMs) / 1000) }, (_, index) => index * 1000);
  const clock = times.map((ms) => ({ mediaMs: ms * clockRate, atMs: startMs + ms }));
  return { path, startMs, endMs, clock };
}

export function track(
  participantId: string,
  source: ManifestSource,
  published: Interval,
  segments: readonly ManifestSegment[],
  muted: readonly Interval[] = [],
): ManifestTrack {
  const kind = source === 'CAMERA' || source === 'SCREEN' ? 'video' : 'audio';
  return { id: `trk_${participantId}_${source}`, participantId, kind, source, published, muted, segments };
}

export function manifestOf(
  facts: Pick<RecordingManifest, 'durationMs' | 'participants' | 'tracks'> & Partial<RecordingManifest>,
): RecordingManifest {
  return {
    recordingId: 'rec_1',
    callId: 'call_1',
    title: 'Weekly',
    startedAt: 1_790_000_000_000,
    activeSpeaker: [],
    ...facts,
  };
}
