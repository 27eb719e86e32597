import { Injectable, Logger } from '@nestjs/common';
import { Refusal } from '@videocall/errors';
import type { Caller } from '../domain/caller.js';
import { fileNameOf } from '../domain/library.js';
import { LibraryAccess } from './library-access.js';
import { RecordingFiles } from './ports/recording-files.js';

/** Long enough to watch a recording without asking again, short enough to be worthless in a log. */
const VALID_FOR_SECONDS = 3_600;

export interface Download {
  readonly url: string;
  readonly expiresAt: Date;
}

/** Lets somebody who was in the call play or save a file of its recording (REC-2). */
@Injectable()
export class CreateDownload {
  readonly #logger = new Logger(CreateDownload.name);

  constructor(
    private readonly access: LibraryAccess,
    private readonly files: RecordingFiles,
  ) {}

  /**
   * @param save as an attachment
   * @throws Refusal RECORDING_NOT_FOUND, RECORDING_FILE_NOT_FOUND, RECORDING_NOT_READY
   */
  async execute(caller: Caller, recordingId: string, fileId: string, save: boolean): Promise<Download> {
    const recording = await this.access.toPlay(caller, recordingId);
    const file = recording.files.find(({ id }) => id === fileId);
    if (!file) throw new Refusal(recording.state === 'READY' ? 'RECORDING_FILE_NOT_FOUND' : 'RECORDING_NOT_READY');
    if (!file.ready) throw new Refusal('RECORDING_NOT_READY');
    const url = await this.files.addressOf(file, VALID_FOR_SECONDS, save ? fileNameOf(recording, file) : undefined);
    this.#logger.log({
      msg: 'a recording may be downloaded',
      recordingId,
      fileId,
      save,
      identityId: caller.identityId,
    });
    return { url, expiresAt: new Date(Date.now() + VALID_FOR_SECONDS * 1000) };
  }
}
