import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { ManifestSegment } from '../domain/recording-manifest.js';

const RATE = 8_000;
const WINDOW = RATE / 100;
const LOUD = 1_000;
const BRIGHT = 120;

/** When a flash or a beep began in a captured file, on the recording's timeline, ms. */
export function beaconsOf(folder: string, segment: ManifestSegment, kind: 'audio' | 'video'): number[] {
  const path = join(folder, segment.path);
  const onsets = kind === 'video' ? flashes(path) : beeps(path);
  return onsets.map((mediaMs) => {
    const point = segment.clock.findLast((candidate) => candidate.mediaMs <= mediaMs) ?? segment.clock[0];
    return point ? point.atMs + mediaMs - point.mediaMs : Number.NaN;
  });
}

/** The time of its last packet, ms. */
export function lastPacketMs(folder: string, { path }: ManifestSegment): number {
  const shown = ['-show_entries', 'packet=pts_time', '-of', 'csv=p=0', join(folder, path)];
  const times = execFileSync('ffprobe', ['-v', 'error', ...shown], { encoding: 'utf8' })
    .trim()
    .split('\n');
  return Math.max(...times.map((time) => Number.parseFloat(time) * 1000));
}

/** Fails where any of it does not decode. @returns the codec's name */
export function decodeWhole(folder: string, { path }: ManifestSegment): string {
  const file = join(folder, path);
  const errors = execFileSync('ffmpeg', ['-v', 'error', '-xerror', '-i', file, '-f', 'null', '-'], {
    encoding: 'utf8',
  });
  if (errors !== '') throw new Error(errors);
  const codec = ['-show_entries', 'stream=codec_name', '-of', 'csv=p=0', file];
  return execFileSync('ffprobe', ['-v', 'error', ...codec], { encoding: 'utf8' }).trim();
}

function flashes(path: string): number[] {
  const shown = 'frame=pts_time:frame_tags=lavfi.signalstats.YAVG';
  const output = execFileSync(
    'ffprobe',
    ['-v', 'error', '-f', 'lavfi', '-i', `movie=${path},signalstats`, '-show_entries', shown, '-of', 'csv=p=0'],
    { encoding: 'utf8' },
  );
  const frames = output
    .trim()
    .split('\n')
    .map((line) => line.split(',').map(Number));
  return frames.flatMap(([seconds = 0, luma = 0], index) =>
    luma > BRIGHT && (frames[index - 1]?.[1] ?? 255) <= BRIGHT ? [seconds * 1000] : [],
  );
}

function beeps(path: string): number[] {
  const filter = ['-af', `aresample=${RATE}:async=1:first_pts=0`, '-ac', '1', '-f', 's16le', '-'];
  const pcm = execFileSync('ffmpeg', ['-v', 'error', '-i', path, ...filter], { maxBuffer: 1 << 28 });
  const levels: number[] = [];
  for (let at = 0; at + WINDOW * 2 <= pcm.length; at += WINDOW * 2) {
    let peak = 0;
    for (let sample = at; sample < at + WINDOW * 2; sample += 2)
      peak = Math.max(peak, Math.abs(pcm.readInt16LE(sample)));
    levels.push(peak);
  }
  // A beep is preceded by a tenth of a second of silence.
  return levels.flatMap((level, index) =>
    level > LOUD && index >= 10 && levels.slice(index - 10, index).every((before) => before <= LOUD)
      ? [index * 10]
      : [],
  );
}
