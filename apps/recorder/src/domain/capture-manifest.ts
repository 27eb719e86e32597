import type { CapturedTrack, CaptureFact } from './capture-facts.js';
import type {
  ClockPoint,
  Interval,
  ManifestParticipant,
  ManifestSegment,
  ManifestTrack,
  RecordingManifest,
  SpeakerChange,
} from './recording-manifest.js';
import { segmentClock, type ClockReading } from './segment-clock.js';

/** Somebody who was in the call, once per stay; milliseconds since the epoch. */
export interface CallStay {
  readonly participantId: string;
  readonly name: string;
  readonly joinedAt: number;
  /** Undefined: still inside. */
  readonly leftAt: number | undefined;
}

export interface CapturedCall {
  readonly recordingId: string;
  readonly callId: string;
  readonly title: string;
  readonly stays: readonly CallStay[];
}

interface OpenSegment {
  readonly trackId: string;
  readonly path: string;
  readonly clockRate: number;
  readonly readings: ClockReading[];
  endedAt: number | undefined;
}

interface OpenTrack {
  readonly track: CapturedTrack;
  readonly publishedAt: number;
  unpublishedAt: number | undefined;
  readonly mutings: { from: number; to: number | undefined }[];
}

/**
 * What the facts of a capture amount to.
 * @param facts as they were written, in order
 * @returns undefined where nothing was ever captured
 */
export function captureManifest(call: CapturedCall, facts: readonly CaptureFact[]): RecordingManifest | undefined {
  const startedAt = facts.find(({ fact }) => fact === 'opened')?.atMs;
  if (startedAt === undefined) return undefined;
  const history = new History();
  for (const fact of facts) history.add(fact);
  const endedAt = Math.max(startedAt, history.lastAt);
  const durationMs = endedAt - startedAt;
  const clip = (from: number, to: number): Interval => ({
    fromMs: Math.max(0, Math.min(from, endedAt) - startedAt),
    toMs: Math.max(0, Math.min(to, endedAt) - startedAt),
  });
  const segmentsOf = (trackId: string): ManifestSegment[] =>
    history.segments.flatMap((segment) => {
      const clock = segmentClock(segment.readings, segment.clockRate).map(
        ({ mediaMs, atMs }): ClockPoint => ({ mediaMs, atMs: atMs - startedAt }),
      );
      const [first] = clock;
      // A file that no packet was sent for holds nothing.
      if (segment.trackId !== trackId || !first) return [];
      const endMs = (segment.endedAt ?? endedAt) - startedAt;
      return [{ path: segment.path, startMs: first.atMs, clock, endMs }];
    });
  const tracks = [...history.tracks.values()].map(
    ({ track: { id, participantId, kind, source }, publishedAt, unpublishedAt, mutings }): ManifestTrack => ({
      id,
      participantId,
      kind,
      source,
      published: clip(publishedAt, unpublishedAt ?? endedAt),
      muted: mutings.map(({ from, to }) => clip(from, to ?? unpublishedAt ?? endedAt)),
      segments: segmentsOf(id),
    }),
  );
  const { recordingId, callId, title } = call;
  const participants = participantsOf(call.stays, clip, endedAt);
  return {
    recordingId,
    callId,
    title,
    startedAt,
    durationMs,
    participants,
    tracks,
    activeSpeaker: history.speakers(startedAt),
  };
}

/** Facts put together track by track. */
class History {
  readonly tracks = new Map<string, OpenTrack>();
  readonly segments: OpenSegment[] = [];
  readonly #speakers: { readonly atMs: number; readonly participantId: string }[] = [];
  lastAt = 0;

  add(fact: CaptureFact): void {
    const before = this.lastAt;
    this.lastAt = Math.max(before, fact.atMs);
    switch (fact.fact) {
      case 'opened':
        return this.#opened(fact, before);
      case 'published':
        return this.#published(fact.track, fact.atMs);
      case 'muted':
        return this.#muted(fact.trackId, fact.muted, fact.atMs);
      case 'unpublished':
        return this.#unpublished(fact.trackId, fact.atMs);
      case 'speaker':
        return this.#speaks(fact.participantId, fact.atMs);
      case 'segment': {
        const { trackId, path, clockRate } = fact;
        this.segments.push({ trackId, path, clockRate, readings: [], endedAt: undefined });
        return;
      }
      case 'clock':
        this.#segment(fact.path)?.readings.push({ atMs: fact.atMs, rtpTimestamp: fact.rtpTimestamp });
        return;
      case 'segmentEnded':
        return this.#segmentEnded(fact.path, fact.atMs);
      case 'alive':
        return;
      case 'closed':
        return this.#speaks('', fact.atMs);
    }
  }

  speakers(startedAt: number): SpeakerChange[] {
    return this.#speakers
      .map(({ atMs, participantId }) => ({
        atMs: Math.max(0, atMs - startedAt),
        participantId: participantId || undefined,
      }))
      .filter(({ participantId }, index, all) => participantId !== all[index - 1]?.participantId);
  }

  /** Whatever was being written before was cut; what is no longer published was unpublished unseen. */
  #opened({ atMs, tracks, speaker }: Extract<CaptureFact, { fact: 'opened' }>, before: number): void {
    for (const segment of this.segments) segment.endedAt ??= atMs;
    const published = new Set(tracks.map(({ id }) => id));
    for (const [id, track] of this.tracks) {
      if (!published.has(id) && track.unpublishedAt === undefined) this.#unpublished(id, before);
    }
    for (const track of tracks) {
      if (this.tracks.has(track.id)) this.#muted(track.id, track.muted, atMs);
      else this.#published(track, atMs);
    }
    this.#speaks(speaker, atMs);
  }

  #published(track: CapturedTrack, atMs: number): void {
    const mutings = track.muted ? [{ from: atMs, to: undefined }] : [];
    this.tracks.set(track.id, { track, publishedAt: atMs, unpublishedAt: undefined, mutings });
  }

  #muted(trackId: string, muted: boolean, atMs: number): void {
    const mutings = this.tracks.get(trackId)?.mutings;
    const last = mutings?.at(-1);
    const isMuted = last !== undefined && last.to === undefined;
    if (muted === isMuted) return;
    if (muted) mutings?.push({ from: atMs, to: undefined });
    else if (last) last.to = atMs;
  }

  #unpublished(trackId: string, atMs: number): void {
    const track = this.tracks.get(trackId);
    if (track) track.unpublishedAt = atMs;
  }

  #speaks(participantId: string, atMs: number): void {
    this.#speakers.push({ atMs, participantId });
  }

  #segment(path: string): OpenSegment | undefined {
    return this.segments.findLast((segment) => segment.path === path);
  }

  #segmentEnded(path: string, atMs: number): void {
    const segment = this.#segment(path);
    if (segment) segment.endedAt ??= atMs;
  }
}

/** Those who were inside during the recording. */
function participantsOf(
  stays: readonly CallStay[],
  clip: (from: number, to: number) => Interval,
  endedAt: number,
): ManifestParticipant[] {
  const byId = Map.groupBy(stays, ({ participantId }) => participantId);
  return [...byId].flatMap(([id, own]) => {
    const inside = own
      .map(({ joinedAt, leftAt }) => clip(joinedAt, leftAt ?? endedAt))
      .filter(({ fromMs, toMs }) => toMs > fromMs)
      .sort((a, b) => a.fromMs - b.fromMs);
    const [named] = own;
    return inside.length > 0 && named ? [{ id, name: named.name, stays: inside }] : [];
  });
}
