import { rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { frameTimeMs } from '../domain/frame-grid.js';
import type { Piece } from '../domain/scenes.js';
import { runFfmpeg, type Supervision } from './media-program.js';
import { AAC } from './render-settings.js';

/** So that a file can be played before it is loaded whole. */
const MP4 = ['-movflags', '+faststart', '-f', 'mp4'];

/** Everybody's sound as one; loud moments of several are limited, nobody is made quieter for others being there. */
export async function mixSound(
  stems: readonly string[],
  durationMs: number,
  output: string,
  supervision: Supervision,
): Promise<void> {
  const inputs = stems.flatMap((path) => ['-i', path]);
  const mix = `amix=inputs=${stems.length}:normalize=0:duration=longest,alimiter=limit=0.95:level=disabled`;
  const source =
    stems.length > 0
      ? [...inputs, '-filter_complex', mix]
      : ['-f', 'lavfi', '-t', String(durationMs / 1000), '-i', 'anullsrc=r=48000:cl=stereo'];
  await runFfmpeg([...source, ...AAC, '-f', 'mp4', output], supervision);
}

/** Pieces and sound as one file, without encoding anything again. */
export async function joinComposite(
  pieces: readonly { readonly piece: Piece; readonly path: string }[],
  sound: string,
  output: string,
  supervision: Supervision,
): Promise<void> {
  const list = `${output}.ffconcat`;
  const lines = pieces.flatMap(({ piece, path }) => [
    `file ${basename(path)}`,
    `duration ${frameTimeMs(piece.toFrame - piece.fromFrame) / 1000}`,
  ]);
  await writeFile(list, `ffconcat version 1.0\n${lines.join('\n')}\n`);
  const inputs = ['-f', 'concat', '-i', list, '-i', sound];
  try {
    await runFfmpeg([...inputs, '-map', '0:v', '-map', '1:a', '-c', 'copy', ...MP4, output], supervision);
  } finally {
    await rm(list, { force: true });
  }
}

/** One participant's picture and sound, whichever there is, as one file. */
export async function joinParticipant(
  picture: string | undefined,
  sound: string | undefined,
  output: string,
  supervision: Supervision,
): Promise<void> {
  const inputs = [picture, sound].flatMap((path) => (path ? ['-i', path] : []));
  const codecs = [...(picture ? ['-c:v', 'copy'] : []), ...(sound ? AAC : [])];
  await runFfmpeg([...inputs, ...codecs, ...MP4, output], supervision);
}
