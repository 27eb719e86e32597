import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const DECODED_LIMIT = 512 * 1024 * 1024;

async function decoded(args: readonly string[]): Promise<Buffer> {
  const { stdout } = await run('ffmpeg', ['-hide_banner', '-v', 'error', ...args, 'pipe:1'], {
    encoding: 'buffer',
    maxBuffer: DECODED_LIMIT,
  });
  return stdout;
}

export type Colour = readonly [red: number, green: number, blue: number];

/** Pictures of a file, all of them or some a second. */
export class DecodedPictures {
  private readonly bytes: Buffer;
  private readonly width: number;
  private readonly height: number;

  private constructor(bytes: Buffer, width: number, height: number) {
    this.bytes = bytes;
    this.width = width;
    this.height = height;
  }

  static async of(path: string, size: { width: number; height: number }, from = 'null'): Promise<DecodedPictures> {
    const bytes = await decoded([
      '-i',
      path,
      '-vf',
      from,
      '-fps_mode',
      'passthrough',
      '-pix_fmt',
      'rgb24',
      '-f',
      'rawvideo',
    ]);
    return new DecodedPictures(bytes, size.width, size.height);
  }

  get count(): number {
    return this.bytes.length / (this.width * this.height * 3);
  }

  /** The mean colour of the pixels around a point. */
  colourAt(picture: number, x: number, y: number, reach = 2): Colour {
    const sum = [0, 0, 0];
    let pixels = 0;
    for (let row = y - reach; row <= y + reach; row++)
      for (let column = x - reach; column <= x + reach; column++) {
        const offset = ((picture * this.height + row) * this.width + column) * 3;
        for (const channel of [0, 1, 2]) sum[channel] = (sum[channel] ?? 0) + (this.bytes[offset + channel] ?? 0);
        pixels++;
      }
    const [red = 0, green = 0, blue = 0] = sum.map((value) => Math.round(value / pixels));
    return [red, green, blue];
  }

  /** When (s) the pictures turn white around a point, each time. */
  flashes(frameRate: number, x: number, y: number): number[] {
    const white = (picture: number): boolean => Math.min(...this.colourAt(picture, x, y)) > 180;
    return Array.from({ length: this.count }, (_, picture) => picture)
      .filter((picture) => white(picture) && (picture === 0 || !white(picture - 1)))
      .map((picture) => picture / frameRate);
  }
}

const RATE = 8000;

/** The sound of a file, one channel at 8 kHz. */
export class DecodedSound {
  private readonly samples: Float32Array;

  private constructor(samples: Float32Array) {
    this.samples = samples;
  }

  static async of(path: string): Promise<DecodedSound> {
    const bytes = await decoded(['-i', path, '-map', '0:a:0', '-ac', '1', '-ar', String(RATE), '-f', 'f32le']);
    return new DecodedSound(new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4));
  }

  get seconds(): number {
    return this.samples.length / RATE;
  }

  /** How much of a frequency there is between two times (Goertzel): 1 for a sine of full scale. */
  level(hertz: number, fromSeconds: number, toSeconds: number): number {
    const window = this.samples.subarray(Math.round(fromSeconds * RATE), Math.round(toSeconds * RATE));
    const coefficient = 2 * Math.cos((2 * Math.PI * hertz) / RATE);
    let [before, beforeThat] = [0, 0];
    for (const sample of window) [before, beforeThat] = [sample + coefficient * before - beforeThat, before];
    const power = before ** 2 + beforeThat ** 2 - coefficient * before * beforeThat;
    return (2 * Math.sqrt(Math.max(0, power))) / window.length;
  }

  /** When (s) sound begins after silence, each time. */
  onsets(threshold = 0.05, silenceSeconds = 0.3): number[] {
    const found: number[] = [];
    let lastLoud = -Infinity;
    for (const [index, sample] of this.samples.entries()) {
      if (Math.abs(sample) < threshold) continue;
      if (index - lastLoud > silenceSeconds * RATE) found.push(index / RATE);
      lastLoud = index;
    }
    return found;
  }
}

/** What ffprobe says of a file. */
export async function probed(path: string): Promise<{
  readonly streams: readonly {
    codec_name: string;
    codec_type: string;
    width?: number;
    height?: number;
    pix_fmt?: string;
    nb_frames?: string;
    start_time: string;
    duration: string;
  }[];
  readonly format: { readonly duration: string };
}> {
  const { stdout } = await run('ffprobe', ['-v', 'error', '-show_streams', '-show_format', '-of', 'json', path]);
  return JSON.parse(stdout);
}
