import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const SAMPLE_RATE = 48_000;
const WINDOW = 4_800;
/** How much of a window's power a tone must be to be heard in it. */
const SHARE = 0.5;
const MAX_BYTES = 64 * 1024 * 1024;

/** How long a sound file lasts as ffmpeg decodes it, in seconds, and in how much of that each tone (hertz) prevails. */
export async function decodedTones(
  file: string,
  tones: readonly number[],
): Promise<{ readonly seconds: number; readonly heard: ReadonlyMap<number, number> }> {
  const args = ['-v', 'error', '-i', file, '-f', 's16le', '-ac', '1', '-ar', String(SAMPLE_RATE), '-'];
  const { stdout } = await promisify(execFile)('ffmpeg', args, { encoding: 'buffer', maxBuffer: MAX_BYTES });
  const samples = Array.from({ length: Math.floor(stdout.length / 2) }, (_, index) => stdout.readInt16LE(index * 2));
  const heard = new Map(tones.map((tone) => [tone, 0]));
  for (let start = 0; start + WINDOW <= samples.length; start += WINDOW) {
    const window = samples.slice(start, start + WINDOW);
    for (const tone of tones) {
      if (shareOf(window, tone) > SHARE) heard.set(tone, (heard.get(tone) ?? 0) + WINDOW / SAMPLE_RATE);
    }
  }
  return { seconds: samples.length / SAMPLE_RATE, heard };
}

/** The part of a window's power that one frequency has (Goertzel 1958). */
function shareOf(window: readonly number[], frequency: number): number {
  const power = window.reduce((sum, sample) => sum + sample * sample, 0);
  if (power < window.length * 100) return 0;
  const turn = 2 * Math.cos((2 * Math.PI * frequency) / SAMPLE_RATE);
  let [last, before] = [0, 0];
  for (const sample of window) [last, before] = [sample + turn * last - before, last];
  const magnitude = last * last + before * before - turn * last * before;
  return (2 * magnitude) / (window.length * power);
}
