import { Injectable, Logger } from '@nestjs/common';
import { Retention, type DiskUse } from '../domain/retention.js';
import { DeleteRecording } from './delete-recording.js';
import { Disks } from './ports/disks.js';
import { RetentionTable } from './ports/retention-table.js';
import { WorkFolders } from './ports/work-folders.js';

/**
 * Deletes what is kept no longer (REC-5): by age, and the oldest first where a disk fills up. Also finishes deletions and
 * removes folders that a crash left.
 */
@Injectable()
export class KeepRetention {
  readonly #logger = new Logger(KeepRetention.name);

  constructor(
    private readonly table: RetentionTable,
    private readonly disks: Disks,
    private readonly folders: WorkFolders,
    private readonly retention: Retention,
    private readonly deletion: DeleteRecording,
  ) {}

  async run(): Promise<void> {
    await this.deletion.finish();
    await this.#removeLeftFolders();
    for (const recordingId of await this.table.expired()) await this.deletion.expire(recordingId, 'age');
    await this.#freeWorkDisk();
    await this.#freeStorageDisk();
  }

  /** What is stored already, or was deleted, needs no folder. */
  async #removeLeftFolders(): Promise<void> {
    const all = await this.folders.all();
    const needing = await this.table.needingFolder(all);
    for (const recordingId of all.filter((id) => !needing.has(id))) {
      this.#logger.log({ msg: 'a folder that was left is removed', recordingId });
      await this.folders.remove(recordingId);
    }
  }

  /** Captures nothing could be made of go first; those waiting to be stored are never touched. */
  async #freeWorkDisk(): Promise<void> {
    for (const recordingId of await this.table.failedOldestFirst()) {
      if (!this.#isTooFull(await this.disks.ofWork())) return;
      await this.deletion.expire(recordingId, 'disk');
    }
  }

  async #freeStorageDisk(): Promise<void> {
    const use = await this.disks.ofStorage();
    if (!use) return;
    for (const { id } of this.retention.tooMuch(use, await this.table.storedOldestFirst())) {
      await this.deletion.expire(id, 'disk');
    }
  }

  #isTooFull({ usedBytes, totalBytes }: DiskUse): boolean {
    return usedBytes * 100 > totalBytes * this.retention.diskPercent;
  }
}
