import { join } from 'node:path';
import { FRAME_RATE, frameAt, frameCount } from '../domain/frame-grid.js';
import { intersected, without } from '../domain/intervals.js';
import { MediaClock } from '../domain/media-clock.js';
import type { Interval, ManifestSegment, ManifestTrack, RecordingManifest } from '../domain/recording-manifest.js';
import { intendedOf } from '../domain/scenes.js';
import type { Size } from '../domain/stage-layout.js';
import { assemble, type AssemblyPart, type AssemblyWatch } from './assembly.js';
import type { Supervision } from './media-program.js';
import { h264, type RenderSettings } from './render-settings.js';
import { HELD_MS, scanVideo } from './segment-scan.js';

/** All captured files of one participant and source. */
export interface CapturedSource {
  readonly participantId: string;
  readonly source: ManifestTrack['source'];
  readonly tracks: readonly ManifestTrack[];
}

/** What is known of a stream before its pictures are made. */
export interface PictureSurvey extends CapturedSource {
  readonly size: Size;
  /** When there are pictures. */
  readonly seen: readonly Interval[];
}

const even = (value: number): number => Math.max(2, 2 * Math.round(value / 2));

/** Their own size, no larger than the stage (turned, for upright pictures). */
function boxFor(largest: Size, stage: Size): Size {
  const upright = largest.height > largest.width;
  const [width, height] = upright ? [stage.height, stage.width] : [stage.width, stage.height];
  const scale = Math.min(1, width / largest.width, height / largest.height);
  return { width: even(largest.width * scale), height: even(largest.height * scale) };
}

/**
 * Reads what there is of a stream.
 * @returns nothing where no file holds a picture
 */
export async function surveyPictures(
  captured: CapturedSource,
  folder: string,
  stage: Size,
  supervision: Supervision,
  onDamage: (path: string, reason: string) => void,
): Promise<PictureSurvey | undefined> {
  let largest: Size | undefined;
  const seen: Interval[] = [];
  for (const track of captured.tracks)
    for (const segment of track.segments)
      try {
        const content = await scanVideo(join(folder, segment.path), segment, supervision);
        const size = content.largest;
        if (size && (!largest || size.width * size.height > largest.width * largest.height)) largest = size;
        // A shared screen that does not change sends next to nothing.
        const tail =
          track.source === 'SCREEN' ? [{ fromMs: content.pictures[0]?.fromMs ?? 0, toMs: segment.endMs }] : [];
        seen.push(...(content.pictures.length > 0 ? [...content.pictures, ...tail] : []));
      } catch (error) {
        supervision.signal.throwIfAborted();
        onDamage(segment.path, error instanceof Error ? error.message : String(error));
      }
  if (!largest) return undefined;
  const shown = intersected(intendedOf(captured.tracks), seen);
  return shown.length > 0 ? { ...captured, size: boxFor(largest, stage), seen: shown } : undefined;
}

/** Files in the order of time, each ending where the next begins. */
export function inSequence<T extends ManifestSegment>(segments: readonly T[]): { segment: T; endMs: number }[] {
  const sorted = segments.toSorted((a, b) => a.startMs - b.startMs);
  return sorted.map((segment, index) => ({
    segment,
    endMs: Math.min(segment.endMs, sorted[index + 1]?.startMs ?? Infinity),
  }));
}

/** Blackens what is not seen; the filter sees the recording's time. */
function blackout(seen: readonly Interval[], whole: Interval): string[] {
  const hidden = without([whole], seen);
  if (hidden.length === 0) return [];
  const when = hidden.map(({ fromMs, toMs }) => `gte(t,${fromMs / 1000})*lt(t,${toMs / 1000})`).join('+');
  return [`drawbox=color=black:t=fill:enable='${when}'`];
}

function partOf(segment: ManifestSegment, endMs: number, path: string, survey: PictureSurvey): AssemblyPart {
  const { width, height } = survey.size;
  const at = Math.max(0, frameAt(segment.startMs));
  // Pictures are held until the next file begins, as far as they count as seen.
  const units = frameAt(endMs) - at;
  const filters = [
    `scale=${width}:${height}:force_original_aspect_ratio=decrease:force_divisible_by=2`,
    `pad=${width}:${height}:(ow-iw)/2:(oh-ih)/2:eval=frame`,
    'setsar=1',
    `setpts='(${new MediaClock(segment).expression})/TB'`,
    `fps=${FRAME_RATE}:start_time=${at / FRAME_RATE}`,
    `tpad=stop_mode=clone:stop=${Math.max(0, units)}`,
    ...blackout(survey.seen, { fromMs: segment.startMs, toMs: endMs }),
    'format=yuv420p',
  ].join(',');
  return {
    at,
    units,
    path,
    decoder: [
      // Times as they are in the file; and the size may change in the middle of it.
      ...['-copyts', '-reinit_filter', '0', '-threads', '1', '-i', path, '-map', '0:v:0', '-vf', filters],
      ...['-frames:v', String(units), '-fps_mode', 'passthrough', '-f', 'rawvideo', 'pipe:1'],
    ],
  };
}

function black({ width, height }: Size): Buffer {
  return Buffer.concat([Buffer.alloc(width * height, 16), Buffer.alloc((width * height) / 2, 128)]);
}

/**
 * All pictures of one stream as one MP4 of one size, as long as the recording, black where there were none: what it is
 * composed from, and the picture of the participant's own file.
 */
export async function assemblePictures(
  survey: PictureSurvey,
  { durationMs }: Pick<RecordingManifest, 'durationMs'>,
  files: { readonly folder: string; readonly output: string },
  render: RenderSettings,
  supervision: Supervision,
  watch: AssemblyWatch,
): Promise<void> {
  const { width, height } = survey.size;
  const parts = inSequence(survey.tracks.flatMap(({ segments }) => segments))
    .map(({ segment, endMs }, index, all) => {
      const until = Math.min(all[index + 1]?.segment.startMs ?? durationMs, endMs + HELD_MS, durationMs);
      return partOf(segment, until, join(files.folder, segment.path), survey);
    })
    .filter(({ units }) => units > 0);
  const raw = ['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-video_size', `${width}x${height}`];
  await assemble(
    {
      parts,
      totalUnits: frameCount(durationMs),
      unitBytes: width * height * 1.5,
      nothing: black(survey.size),
      encoder: [
        ...raw,
        '-framerate',
        String(FRAME_RATE),
        '-i',
        'pipe:0',
        ...h264(render, 22, FRAME_RATE),
        '-f',
        'mp4',
        files.output,
      ],
    },
    supervision,
    watch,
  );
}
