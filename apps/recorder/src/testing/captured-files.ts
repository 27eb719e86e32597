import { execFile } from 'node:child_process';
import { rename, stat, truncate } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** As captures are written: clusters of a second, so that what is cut off loses no more. */
const WEBM = ['-cluster_time_limit', '1000', '-flush_packets', '1', '-f', 'webm'];

async function ffmpeg(args: readonly string[]): Promise<void> {
  await run('ffmpeg', ['-hide_banner', '-v', 'error', '-y', ...args]);
}

/** Takes out of a file what was sent between some times (s), and leaves the rest at its times. */
async function silence(path: string, gaps: readonly (readonly [number, number])[]): Promise<void> {
  if (gaps.length === 0) return;
  const drop = gaps.map(([from, to]) => `gte(pts*tb\\,${from})*lt(pts*tb\\,${to})`).join('+');
  await ffmpeg(['-i', path, '-c', 'copy', '-bsf', `noise=drop=${drop}`, ...WEBM, `${path}.gaps`]);
  await rename(`${path}.gaps`, path);
}

/** What a captured camera or screen shows. */
export interface FilmedScene {
  readonly path: string;
  /** A colour as ffmpeg takes it. */
  readonly colour: string;
  readonly seconds: number;
  readonly size?: string;
  /** Times (s) at which it is white for 200 ms. */
  readonly flashes?: readonly number[];
  /** From when to when (s) nothing was sent. */
  readonly gaps?: readonly (readonly [number, number])[];
  /** How much faster the file's times run than the world's. */
  readonly clockRate?: number;
}

/** Writes a VP8 file as a capture would. */
export async function filmed(scene: FilmedScene): Promise<void> {
  const { path, colour, seconds, size = '160x90', flashes = [], gaps = [], clockRate = 1 } = scene;
  const flash = flashes.map((at) => `gte(t,${at - 0.001})*lt(t,${at + 0.199})`).join('+') || '0';
  const filter = `drawbox=color=white:t=fill:enable='${flash}',settb=1/1000,setpts=PTS*${clockRate}`;
  const source = ['-f', 'lavfi', '-i', `color=${colour}:s=${size}:r=30:d=${seconds}`, '-vf', filter];
  const codec = ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-g', '60', '-threads', '1'];
  await ffmpeg([...source, ...codec, '-fps_mode', 'passthrough', ...WEBM, path]);
  await silence(path, gaps);
}

/** What a captured microphone hears. */
export interface HeardTone {
  readonly path: string;
  readonly hertz: number;
  readonly seconds: number;
  /** The tone sounds for 200 ms at these times (s) alone; else always. */
  readonly beeps?: readonly number[];
  readonly gaps?: readonly (readonly [number, number])[];
  readonly clockRate?: number;
}

/** Writes an Opus file as a capture would. */
export async function heard({ path, hertz, seconds, beeps, gaps = [], clockRate = 1 }: HeardTone): Promise<void> {
  const gate = beeps?.map((at) => `between(t/${clockRate},${at},${at + 0.2})`).join('+') ?? '1';
  const source = `aevalsrc=exprs='0.2*sin(2*PI*${hertz}*t)*(${gate})':s=48000:d=${seconds * clockRate}`;
  const codec = ['-c:a', 'libopus', '-b:a', '32k', '-frame_duration', '20'];
  await ffmpeg(['-f', 'lavfi', '-i', source, ...codec, ...WEBM, path]);
  await silence(path, gaps);
}

/** Joins files of one codec into one, as a stream that changes its picture's size. */
export async function joined(list: string, path: string): Promise<void> {
  await ffmpeg(['-f', 'concat', '-safe', '0', '-i', list, '-c', 'copy', ...WEBM, path]);
}

/** Leaves of a file what a writer that was killed would. */
export async function cutOff(path: string, share: number): Promise<void> {
  const { size } = await stat(path);
  await truncate(path, Math.floor(size * share));
}
