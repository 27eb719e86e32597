import { Injectable, Logger } from '@nestjs/common';
import { captureManifest } from '../domain/capture-manifest.js';
import { CapturedCalls } from './ports/captured-calls.js';
import { CaptureRunner } from './ports/capture-runner.js';
import { CaptureTable, type CaptureClaim } from './ports/capture-table.js';
import { WorkFolders } from './ports/work-folders.js';

/** Makes a manifest of what was captured, and hands the recording on to be composed. */
@Injectable()
export class FinishCapture {
  readonly #logger = new Logger(FinishCapture.name);

  constructor(
    private readonly table: CaptureTable,
    private readonly runner: CaptureRunner,
    private readonly calls: CapturedCalls,
    private readonly folders: WorkFolders,
  ) {}

  async execute(claim: CaptureClaim): Promise<void> {
    const { recordingId, callId, callTitle: title } = claim.order;
    const participants = await this.calls.participants(recordingId);
    const stays = participants.map(({ participantId, displayName, joinedAt, leftAt }) => ({
      participantId,
      name: displayName,
      joinedAt: joinedAt.getTime(),
      leftAt: leftAt?.getTime(),
    }));
    const manifest = captureManifest({ recordingId, callId, title, stays }, await this.runner.facts(recordingId));
    if (manifest) await this.folders.writeManifest(recordingId, manifest);
    const range = manifest && {
      startedAt: new Date(manifest.startedAt),
      endedAt: new Date(manifest.startedAt + manifest.durationMs),
    };
    await this.table.captured(recordingId, claim, { range, participants });
    this.#logger.log({ msg: 'a capture has ended', recordingId, durationMs: manifest?.durationMs ?? 0 });
  }
}
