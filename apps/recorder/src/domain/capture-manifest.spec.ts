import type { CaptureFact, CapturedTrack } from './capture-facts.js';
import { captureManifest, type CapturedCall } from './capture-manifest.js';

const START = 1_000_000;
const call: CapturedCall = {
  recordingId: 'rec_1',
  callId: 'call_1',
  title: 'Standup',
  stays: [
    { participantId: 'part_a', name: 'Aiko', joinedAt: START - 5_000, leftAt: undefined },
    { participantId: 'part_b', name: 'Bo', joinedAt: START + 2_000, leftAt: START + 6_000 },
    { participantId: 'part_c', name: 'Cem', joinedAt: START - 9_000, leftAt: START - 1_000 },
  ],
};
const voice: CapturedTrack = {
  id: 'trk_1',
  participantId: 'part_a',
  kind: 'audio',
  source: 'MICROPHONE',
  muted: false,
};
const opened = (after: number, tracks: CapturedTrack[] = [voice]): CaptureFact => ({
  fact: 'opened',
  atMs: START + after,
  tracks,
  speaker: '',
});
const segment = (after: number, path: string): CaptureFact[] => [
  { fact: 'segment', atMs: START + after, trackId: 'trk_1', path, clockRate: 48_000 },
  { fact: 'clock', atMs: START + after + 100, path, rtpTimestamp: 7 },
];
const manifest = (...facts: CaptureFact[]) => {
  const made = captureManifest(call, facts);
  if (!made) throw new Error('no manifest');
  return made;
};
const alive = (after: number): CaptureFact => ({ fact: 'alive', atMs: START + after });

describe('the manifest of a capture', () => {
  it('lasts from the first to the last moment at which media was at hand', () => {
    expect(manifest(opened(0), alive(4_000), alive(8_000))).toMatchObject({ startedAt: START, durationMs: 8_000 });
    expect(captureManifest(call, [alive(3)])).toBeUndefined();
  });

  it('names those who were inside meanwhile, and when', () => {
    expect(manifest(opened(0), alive(8_000)).participants).toEqual([
      { id: 'part_a', name: 'Aiko', stays: [{ fromMs: 0, toMs: 8_000 }] },
      { id: 'part_b', name: 'Bo', stays: [{ fromMs: 2_000, toMs: 6_000 }] },
    ]);
  });

  it('tells when tracks were published and muted', () => {
    const { tracks } = manifest(
      opened(0),
      { fact: 'muted', atMs: START + 1_000, trackId: 'trk_1', muted: true },
      { fact: 'muted', atMs: START + 2_000, trackId: 'trk_1', muted: false },
      { fact: 'published', atMs: START + 3_000, track: { ...voice, id: 'trk_2', source: 'SCREEN', muted: true } },
      { fact: 'unpublished', atMs: START + 5_000, trackId: 'trk_2' },
      alive(6_000),
    );
    expect(tracks).toMatchObject([
      { id: 'trk_1', published: { fromMs: 0, toMs: 6_000 }, muted: [{ fromMs: 1_000, toMs: 2_000 }] },
      { id: 'trk_2', published: { fromMs: 3_000, toMs: 5_000 }, muted: [{ fromMs: 3_000, toMs: 5_000 }] },
    ]);
  });

  it('has a segment for each file that something was sent for, where its first packet was', () => {
    const { tracks } = manifest(
      opened(0),
      ...segment(50, 'a.webm'),
      { fact: 'segmentEnded', atMs: START + 4_000, path: 'a.webm' },
      ...segment(4_200, 'b.webm'),
      { fact: 'segment', atMs: START + 5_000, trackId: 'trk_1', path: 'empty.webm', clockRate: 48_000 },
      alive(9_000),
    );
    expect(tracks[0]?.segments).toEqual([
      { path: 'a.webm', startMs: 150, clock: [{ mediaMs: 0, atMs: 150 }], endMs: 4_000 },
      { path: 'b.webm', startMs: 4_300, clock: [{ mediaMs: 0, atMs: 4_300 }], endMs: 9_000 },
    ]);
  });

  it('keeps a gap in the capture as a gap: tracks go on across it, and what ended unseen ended when it was last seen', () => {
    const other = { ...voice, id: 'trk_2', participantId: 'part_b' };
    const { tracks, durationMs } = manifest(
      opened(0, [voice, other]),
      ...segment(50, 'a.webm'),
      alive(3_000),
      opened(7_000, [voice]),
      ...segment(7_050, 'b.webm'),
      alive(9_000),
    );
    expect(durationMs).toBe(9_000);
    expect(tracks).toMatchObject([
      { id: 'trk_1', published: { fromMs: 0, toMs: 9_000 }, segments: [{ endMs: 7_000 }, { startMs: 7_150 }] },
      { id: 'trk_2', published: { fromMs: 0, toMs: 3_000 } },
    ]);
  });

  it('tells who spoke, change by change', () => {
    const { activeSpeaker } = manifest(
      opened(0),
      { fact: 'speaker', atMs: START + 1_000, participantId: 'part_a' },
      { fact: 'speaker', atMs: START + 2_000, participantId: 'part_a' },
      { fact: 'closed', atMs: START + 3_000 },
    );
    expect(activeSpeaker).toEqual([
      { atMs: 1_000, participantId: 'part_a' },
      { atMs: 3_000, participantId: undefined },
    ]);
  });
});
