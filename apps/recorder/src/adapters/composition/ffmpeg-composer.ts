import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable, Logger } from '@nestjs/common';
import { Composer, NothingCaptured, type FinishedFile } from '../../application/ports/composer.js';
import { composeRecording } from '../../composition/compose-recording.js';
import type { RecordingManifest } from '../../domain/recording-manifest.js';

/** Results and what is needed meanwhile, below a recording's folder. */
const WORK_FOLDER = 'composed';

/** Composes with ffmpeg, each step a process of its own. */
@Injectable()
export class FfmpegComposer extends Composer {
  readonly #logger = new Logger(FfmpegComposer.name);

  async compose(
    manifest: RecordingManifest,
    folder: string,
    onProgress: (part: number) => void,
    signal: AbortSignal,
  ): Promise<readonly FinishedFile[]> {
    const { recordingId, durationMs, tracks } = manifest;
    if (durationMs <= 0 || tracks.every(({ segments }) => segments.length === 0)) throw new NothingCaptured();
    const workFolder = join(folder, WORK_FOLDER);
    await mkdir(workFolder, { recursive: true, mode: 0o700 });
    const files = await composeRecording({
      ...{ manifest, captureFolder: folder, workFolder, signal },
      onProgress: (permille) => onProgress(permille / 1000),
      onDamage: (file, reason) => {
        this.#logger.warn({ msg: 'a captured file is damaged', recordingId, file, reason });
      },
    });
    return files.map(({ kind, path, contentType, durationMs: length, participantId, content }) => ({
      ...{ kind, path, contentType, durationMs: length, participantId },
      screen: content === 'SCREEN',
    }));
  }
}
