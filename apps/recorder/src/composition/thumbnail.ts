import { FRAME_RATE } from '../domain/frame-grid.js';
import type { Piece } from '../domain/scenes.js';
import { runFfmpeg, type Supervision } from './media-program.js';

const WIDTH = 640;

/** The middle of the piece with most to see, and of those the longest, in seconds. */
function worthShowing(pieces: readonly Piece[]): number {
  const pictures = ({ scenes: [scene] }: Piece): number =>
    scene ? scene.tiles.filter(({ camera }) => camera).length + (scene.screen ? 1 : 0) + scene.tiles.length / 100 : 0;
  const length = ({ fromFrame, toFrame }: Piece): number => toFrame - fromFrame;
  const [best] = pieces.toSorted((a, b) => pictures(b) - pictures(a) || length(b) - length(a));
  return best ? Math.floor((best.fromFrame + best.toFrame) / 2) / FRAME_RATE : 0;
}

/** One picture of the composite as a JPEG. */
export async function makeThumbnail(
  composite: string,
  pieces: readonly Piece[],
  output: string,
  supervision: Supervision,
): Promise<void> {
  const from = ['-ss', worthShowing(pieces).toFixed(3), '-i', composite];
  const picture = ['-frames:v', '1', '-vf', `scale=min(${WIDTH}\\,iw):-2`, '-q:v', '4', '-c:v', 'mjpeg'];
  await runFfmpeg([...from, ...picture, '-f', 'image2', '-update', '1', output], supervision);
}
