import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable, Logger } from '@nestjs/common';
import { underClaim } from './hold-claim.js';
import { ClipCutter } from './ports/clip-cutter.js';
import { ClipTable, type ClaimedClip } from './ports/clip-table.js';
import { ProcessingTable } from './ports/processing-table.js';
import { RecordingFiles } from './ports/recording-files.js';
import { WorkFolders } from './ports/work-folders.js';

const ATTEMPTS = 5;
const RETRY_MS = 5_000;

/** Cuts clips out of stored recordings (REC-6). May be cut short at any moment and is begun again. */
@Injectable()
export class MakeClip {
  readonly #logger = new Logger(MakeClip.name);

  constructor(
    private readonly clips: ClipTable,
    private readonly table: ProcessingTable,
    private readonly folders: WorkFolders,
    private readonly files: RecordingFiles,
    private readonly cutter: ClipCutter,
  ) {}

  /** @param stopping cuts the work short; another time or worker goes on with it */
  async execute(clipId: string, stopping: AbortSignal): Promise<void> {
    const claimed = await this.clips.claim(clipId);
    if (!claimed) return;
    const { recordingId, claim } = claimed;
    let delayMs = 0;
    try {
      await underClaim(this.table, recordingId, claim, stopping, (signal) => this.#make(claimed, signal));
    } catch (error) {
      if (!stopping.aborted) {
        const last = claim.attempt >= ATTEMPTS;
        delayMs = RETRY_MS;
        this.#logger.warn({ err: error, msg: 'a clip could not be made', clipId, recordingId, last });
        if (last) await this.clips.giveUp(clipId);
      }
    } finally {
      await this.folders.remove(recordingId);
    }
    await this.table.postpone(recordingId, claim, delayMs);
  }

  async #make({ recordingId, clip, composite }: ClaimedClip, signal: AbortSignal): Promise<void> {
    const folder = await this.folders.of(recordingId);
    const [whole, cut] = [join(folder, 'composite'), join(folder, 'clip.mp4')];
    await this.files.fetch(composite, whole, signal);
    await this.cutter.cut(whole, clip, cut, signal);
    await rm(whole);
    await this.files.storeClip(clip, cut, clip.toMs - clip.fromMs, signal);
    this.#logger.log({ msg: 'a clip is ready', recordingId, clipId: clip.id });
  }
}
