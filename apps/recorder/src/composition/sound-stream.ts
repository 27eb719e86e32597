import { join } from 'node:path';
import { MediaClock } from '../domain/media-clock.js';
import type { ManifestSegment, RecordingManifest } from '../domain/recording-manifest.js';
import { assemble, type AssemblyPart, type AssemblyWatch } from './assembly.js';
import type { Supervision } from './media-program.js';
import { type CapturedSource, inSequence } from './picture-stream.js';

const SAMPLES_PER_MS = 48;
const CHANNELS = 2;
const BYTES = 2 * CHANNELS;

const sampleAt = (ms: number): number => Math.round(ms * SAMPLES_PER_MS);

function partOf(segment: ManifestSegment, endMs: number, path: string): AssemblyPart {
  const at = Math.max(0, sampleAt(segment.startMs));
  const filters = [
    `asetpts='(${new MediaClock(segment).expression})/TB'`,
    // Where the times say so, silence is put in and sound taken out, from 10 ms on (half a packet). Never `async` above 1:
    // ffmpeg's stretching loses count, by seconds.
    `aresample=48000:async=1:min_hard_comp=0.01:first_pts=${at}`,
  ].join(',');
  return {
    at,
    units: sampleAt(endMs) - at,
    path,
    decoder: [
      ...['-copyts', '-threads', '1', '-i', path, '-map', '0:a:0', '-af', filters],
      ...['-ac', String(CHANNELS), '-c:a', 'pcm_s16le', '-f', 's16le', 'pipe:1'],
    ],
  };
}

/** All sound of one participant and source as one lossless file as long as the recording, silent where there was none. */
export async function assembleSound(
  { tracks }: CapturedSource,
  { durationMs }: Pick<RecordingManifest, 'durationMs'>,
  files: { readonly folder: string; readonly output: string },
  supervision: Supervision,
  watch: AssemblyWatch,
): Promise<void> {
  const parts = inSequence(tracks.flatMap(({ segments }) => segments))
    .map(({ segment, endMs }) => partOf(segment, Math.min(endMs, durationMs), join(files.folder, segment.path)))
    .filter(({ units }) => units > 0);
  const raw = ['-f', 's16le', '-ar', '48000', '-ac', String(CHANNELS), '-i', 'pipe:0'];
  await assemble(
    {
      parts,
      totalUnits: sampleAt(durationMs),
      unitBytes: BYTES,
      nothing: Buffer.alloc(SAMPLES_PER_MS * 1000 * BYTES),
      encoder: [...raw, '-c:a', 'flac', '-compression_level', '0', '-f', 'matroska', files.output],
    },
    supervision,
    watch,
  );
}
