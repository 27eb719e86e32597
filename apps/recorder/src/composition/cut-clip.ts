import { runFfmpeg, type Supervision } from './media-program.js';
import { AAC, FULL_QUALITY, h264, type RenderSettings } from './render-settings.js';
import { FRAME_RATE } from '../domain/frame-grid.js';
import type { Interval } from '../domain/recording-manifest.js';

/**
 * A time range of a composite as an MP4 of its own (REC-6), exact to the picture: decoding begins at the key frame before
 * it, and what is kept is encoded again.
 * @param range in ms of the composite
 */
export async function cutClip(
  composite: string,
  { fromMs, toMs }: Interval,
  output: string,
  supervision: Supervision,
  render: Pick<RenderSettings, 'preset'> = FULL_QUALITY,
): Promise<void> {
  const seconds = (ms: number): string => (ms / 1000).toFixed(3);
  const range = ['-ss', seconds(fromMs), '-t', seconds(toMs - fromMs)];
  const encode = [...h264(render, 21, 2 * FRAME_RATE), ...AAC];
  await runFfmpeg([...range, '-i', composite, ...encode, '-movflags', '+faststart', '-f', 'mp4', output], supervision);
}
