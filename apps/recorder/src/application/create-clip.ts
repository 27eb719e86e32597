import { createHash } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { Refusal } from '@videocall/errors';
import type { Caller } from '../domain/caller.js';
import { canCut, compositeOf, type LibraryFile, type LibraryRecording } from '../domain/library.js';
import { LibraryAccess } from './library-access.js';
import { LibraryTable } from './ports/library-table.js';

/** Of one recording: each is a copy that takes room. */
const MOST_CLIPS = 50;

export interface ClipRequest {
  readonly requestId: string;
  readonly recordingId: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Has a time range made a file of its own (REC-6), in the background. */
@Injectable()
export class CreateClip {
  readonly #logger = new Logger(CreateClip.name);

  constructor(
    private readonly access: LibraryAccess,
    private readonly table: LibraryTable,
  ) {}

  /** @throws Refusal RECORDING_NOT_FOUND, RECORDING_NOT_READY, RANGE_INVALID, REQUEST_ID_REUSED, RATE_LIMITED at 50 clips */
  async execute(
    caller: Caller,
    { requestId, recordingId, fromMs, toMs }: ClipRequest,
  ): Promise<{ readonly recording: LibraryRecording; readonly file: LibraryFile }> {
    const recording = await this.access.toPlay(caller, recordingId);
    const composite = compositeOf(recording);
    if (recording.state !== 'READY' || !composite) throw new Refusal('RECORDING_NOT_READY');
    if (!canCut(composite, fromMs, toMs)) throw new Refusal('RANGE_INVALID');
    // The same request makes the same id, and so no second clip.
    const id = `file_${createHash('sha256')
      .update(JSON.stringify([caller.identityId, requestId]))
      .digest('hex')
      .slice(0, 32)}`;
    const clips = recording.files.filter((file) => file.kind === 'CLIP' && file.id !== id);
    if (clips.length >= MOST_CLIPS) throw new Refusal('RATE_LIMITED');
    const objectKey = `${recordingId}/clip-${id}.mp4`;
    const file = await this.table.addClip({ id, recordingId, objectKey, contentType: 'video/mp4', fromMs, toMs });
    if (file.recordingId !== recordingId || file.fromMs !== fromMs || file.toMs !== toMs) {
      throw new Refusal('REQUEST_ID_REUSED');
    }
    this.#logger.log({ msg: 'a clip is to be made', recordingId, fileId: id, identityId: caller.identityId });
    return { recording, file };
  }
}
