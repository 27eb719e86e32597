import { Injectable } from '@nestjs/common';
import { ClipCutter } from '../../application/ports/clip-cutter.js';
import { cutClip } from '../../composition/cut-clip.js';
import type { Interval } from '../../domain/recording-manifest.js';

const ALLOWANCE_MS = 120_000;
/** Against the clip's own length: even a machine full of calls is not slower. */
const SLOWEST = 30;

/** Cuts with ffmpeg. */
@Injectable()
export class FfmpegClipCutter extends ClipCutter {
  async cut(composite: string, range: Interval, output: string, signal: AbortSignal): Promise<void> {
    const timeoutMs = ALLOWANCE_MS + SLOWEST * (range.toMs - range.fromMs);
    await cutClip(composite, range, output, { signal, timeoutMs });
  }
}
