import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FRAME_RATE, frameTimeMs } from '../domain/frame-grid.js';
import type { Piece } from '../domain/scenes.js';
import { stageArtwork, TILE_COLOUR } from '../domain/stage-artwork.js';
import { layOut, type Rectangle } from '../domain/stage-layout.js';
import { runFfmpeg, type Supervision } from './media-program.js';
import type { PictureSurvey } from './picture-stream.js';
import { h264, type RenderSettings } from './render-settings.js';

/** A stream's pictures as one file. */
export interface PictureFile extends PictureSurvey {
  readonly path: string;
}

interface PlacedPicture {
  readonly file: PictureFile;
  readonly where: Rectangle;
  /** Its edges may be cut so that it fills its place. */
  readonly fill: boolean;
}

function placedPictures(piece: Piece, files: readonly PictureFile[], { stage }: RenderSettings): PlacedPicture[] {
  const [scene] = piece.scenes;
  if (!scene) return [];
  const { tiles, screen } = layOut(stage, scene.tiles.length, scene.screen !== undefined);
  const fileOf = (participantId: string, source: string): PictureFile | undefined =>
    files.find((file) => file.participantId === participantId && file.source === source);
  const cameras = scene.tiles.flatMap(({ participantId, camera }, index) => {
    const [file, where] = [camera ? fileOf(participantId, 'CAMERA') : undefined, tiles[index]];
    return file && where ? [{ file, where, fill: file.size.width > file.size.height }] : [];
  });
  const shared = scene.screen && fileOf(scene.screen.participantId, 'SCREEN');
  return [...cameras, ...(shared && screen ? [{ file: shared, where: screen, fill: false }] : [])];
}

/** The artworks one after the other, each for as long as its scene. */
async function writeArtwork(piece: Piece, folder: string, { stage }: RenderSettings): Promise<string> {
  const lines = ['ffconcat version 1.0'];
  for (const [index, scene] of piece.scenes.entries()) {
    await writeFile(join(folder, `${index}.svg`), stageArtwork(stage, scene));
    lines.push(`file ${index}.svg`, `duration ${frameTimeMs(scene.toFrame - scene.fromFrame) / 1000}`);
  }
  const list = join(folder, 'artwork.ffconcat');
  await writeFile(list, `${lines.join('\n')}\n`);
  return list;
}

function filterGraph(piece: Piece, pictures: readonly PlacedPicture[], { stage }: RenderSettings): string {
  const seconds = frameTimeMs(piece.toFrame - piece.fromFrame) / 1000;
  const ground = `color=c=${TILE_COLOUR.replace('#', '0x')}:s=${stage.width}x${stage.height}:r=${FRAME_RATE}:d=${seconds},format=yuv420p[stage0]`;
  const layers = pictures.flatMap(({ where: { x, y, width, height }, fill }, index) => [
    // Pictures are counted, not timed: the files have exactly one for each of ours.
    `[${index}:v]setpts=N/${FRAME_RATE}/TB,scale=${width}:${height}:force_original_aspect_ratio=${fill ? 'increase' : 'decrease'}:force_divisible_by=2,` +
      `${fill ? `crop=${width}:${height},` : ''}setsar=1[picture${index}]`,
    `[stage${index}][picture${index}]overlay=x=${x}+floor((${width}-w)/4)*2:y=${y}+floor((${height}-h)/4)*2[stage${index + 1}]`,
  ]);
  const artwork = `[${pictures.length}:v]format=yuva420p[artwork]`;
  return [ground, ...layers, artwork, `[stage${pictures.length}][artwork]overlay,format=yuv420p[out]`].join(';');
}

/**
 * Renders a piece of the composite.
 * @param output where to; a folder beside it is used meanwhile
 * @param onTime told how far it is, in ms of the piece
 */
export async function renderPiece(
  piece: Piece,
  files: readonly PictureFile[],
  output: string,
  render: RenderSettings,
  supervision: Supervision,
  onTime: (ms: number) => void,
): Promise<void> {
  const folder = `${output}.artwork`;
  await mkdir(folder, { recursive: true });
  try {
    const list = await writeArtwork(piece, folder, render);
    const pictures = placedPictures(piece, files, render);
    // Half a picture early, so that no rounding skips the first.
    const from = Math.max(0, (piece.fromFrame - 0.5) / FRAME_RATE).toFixed(3);
    const inputs = pictures.flatMap(({ file }) => ['-ss', from, '-threads', '1', '-i', file.path]);
    const graph = [
      '-filter_complex_threads',
      '1',
      '-filter_complex',
      filterGraph(piece, pictures, render),
      '-map',
      '[out]',
    ];
    const encode = ['-frames:v', String(piece.toFrame - piece.fromFrame), ...h264(render, 23, 2 * FRAME_RATE)];
    await runFfmpeg(
      [...inputs, '-f', 'concat', '-i', list, ...graph, ...encode, '-f', 'mp4', output],
      supervision,
      onTime,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
