import { Injectable, Logger } from '@nestjs/common';
import { Refusal } from '@videocall/errors';
import type { Caller } from '../domain/caller.js';
import { LibraryAccess } from './library-access.js';
import { LibraryTable } from './ports/library-table.js';
import { RecordingFiles } from './ports/recording-files.js';
import { WorkFolders } from './ports/work-folders.js';

/**
 * Deletes recordings: from the first moment nobody sees it, then its files go, then the entry. What a crash or an absent
 * storage leaves is finished by {@link finish}, again and again until it is done.
 */
@Injectable()
export class DeleteRecording {
  readonly #logger = new Logger(DeleteRecording.name);

  constructor(
    private readonly access: LibraryAccess,
    private readonly table: LibraryTable,
    private readonly files: RecordingFiles,
    private readonly folders: WorkFolders,
  ) {}

  /** @throws Refusal RECORDING_NOT_FOUND, HOST_ONLY, RECORDING_NOT_READY while it is made */
  async execute(caller: Caller, recordingId: string): Promise<void> {
    await this.access.toDelete(caller, recordingId);
    const recording = await this.table.find(recordingId);
    if (recording && recording.state !== 'READY' && recording.state !== 'FAILED') {
      throw new Refusal('RECORDING_NOT_READY');
    }
    await this.table.markDeleted(recordingId);
    this.#logger.log({ msg: 'a recording is deleted', recordingId, identityId: caller.identityId });
    await this.#tryToFinish(recordingId);
  }

  /** By retention. */
  async expire(recordingId: string, why: 'age' | 'disk'): Promise<void> {
    await this.table.markDeleted(recordingId);
    this.#logger.log({ msg: 'a recording is deleted by retention', recordingId, why });
    await this.#tryToFinish(recordingId);
  }

  /** Goes on with deletions that were begun. */
  async finish(): Promise<void> {
    for (const recordingId of await this.table.beingDeleted()) await this.#tryToFinish(recordingId);
    await this.table.purge();
  }

  async #tryToFinish(recordingId: string): Promise<void> {
    try {
      await this.files.deleteAll(recordingId);
      await this.folders.remove(recordingId);
      await this.table.forget(recordingId);
    } catch (error) {
      this.#logger.warn({ err: error, msg: 'files of a deleted recording are deleted later', recordingId });
    }
  }
}
