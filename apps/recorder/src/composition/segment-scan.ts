import { united } from '../domain/intervals.js';
import { MediaClock } from '../domain/media-clock.js';
import type { Interval, ManifestSegment } from '../domain/recording-manifest.js';
import type { Size } from '../domain/stage-layout.js';
import { runFfprobe, type Supervision } from './media-program.js';

/** A picture is shown for this long when no other follows; then there is none. */
export const HELD_MS = 3000;
/** The first picture of a file stands for the time before it, as long as that is no longer. */
const AWAITED_MS = 1000;

/** What a captured file really holds. */
export interface SegmentContent {
  /** When it has pictures, on the recording's timeline. */
  readonly pictures: readonly Interval[];
  /** Its largest picture; senders change the size as they go. */
  readonly largest: Size | undefined;
}

const area = (size: Size | undefined): number => (size ? size.width * size.height : 0);

/** Reads a captured video file from end to end, decoding key frames alone: sizes change only there. */
export async function scanVideo(
  path: string,
  segment: ManifestSegment,
  supervision: Supervision,
): Promise<SegmentContent> {
  const clock = new MediaClock(segment);
  let largest: Size | undefined;
  const keyFrames = ['-skip_frame', 'nokey', '-select_streams', 'v:0', '-show_entries', 'frame=width,height'];
  await runFfprobe([...keyFrames, '-of', 'csv=p=0', path], supervision, (line) => {
    const [width = 0, height = 0] = line.split(',').map(Number);
    if (width * height > area(largest)) largest = { width, height };
  });
  const pictures: { fromMs: number; toMs: number }[] = [];
  const packets = ['-select_streams', 'v:0', '-show_entries', 'packet=pts_time', '-of', 'csv=p=0', path];
  await runFfprobe(packets, supervision, (line) => {
    const seconds = Number.parseFloat(line);
    if (!Number.isFinite(seconds)) return;
    const atMs = clock.at(seconds * 1000);
    const last = pictures.at(-1);
    if (last && atMs <= last.toMs) last.toMs = Math.max(last.toMs, atMs + HELD_MS);
    else pictures.push({ fromMs: atMs, toMs: atMs + HELD_MS });
  });
  const [first] = pictures;
  if (first && first.fromMs - segment.startMs <= AWAITED_MS) first.fromMs = segment.startMs;
  return { pictures: united(pictures), largest };
}
