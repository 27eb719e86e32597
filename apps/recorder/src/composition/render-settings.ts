import type { Size } from '../domain/stage-layout.js';

/** How pictures are made. */
export interface RenderSettings {
  /** Of the composite; both even. */
  readonly stage: Size;
  /** x264's: how much time is spent on how good a picture. */
  readonly preset: 'veryfast' | 'ultrafast';
}

export const FULL_QUALITY: RenderSettings = { stage: { width: 1280, height: 720 }, preset: 'veryfast' };

/** Threads of each ffmpeg: recordings are composed beside running calls. */
const THREADS = 2;

/** WebRTC's cameras are BT.601; said in the file, so that players show the same colours for every picture size. */
const COLOURS = ['-colorspace', 'smpte170m', '-color_primaries', 'smpte170m', '-color_trc', 'smpte170m'];

/**
 * H.264 as every browser plays it. Without B-frames, so that pieces can be joined without touching them, and with a key
 * frame every two seconds for seeking.
 */
export function h264(
  { preset }: Pick<RenderSettings, 'preset'>,
  crf: number,
  keyFrameEvery: number,
): readonly string[] {
  return [
    ...['-c:v', 'libx264', '-preset', preset, '-crf', String(crf), '-pix_fmt', 'yuv420p', '-bf', '0'],
    ...['-g', String(keyFrameEvery), '-threads', String(THREADS), ...COLOURS],
  ];
}

/** Sound as every browser plays it. */
export const AAC: readonly string[] = ['-c:a', 'aac', '-b:a', '128k', '-ar', '48000', '-ac', '2'];
