import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PrismaClient } from '@videocall/platform-database';
import { CLAIM_MS } from '../../application/hold-claim.js';
import { ClipTable, type ClaimedClip } from '../../application/ports/clip-table.js';
import { fileOf } from './prisma-library-table.js';

const BATCH = 100;

/** Clips in the `recording` schema; who makes one holds its recording. */
@Injectable()
export class PrismaClipTable extends ClipTable {
  readonly #client: PrismaClient;

  constructor(client: PrismaClient) {
    super();
    this.#client = client;
  }

  async due(): Promise<readonly string[]> {
    const rows = await this.#client.$queryRaw<{ id: string }[]>`
      SELECT file.id FROM recording.recording_files file JOIN recording.recordings recording ON recording.id = recording_id
      WHERE kind = 'CLIP' AND NOT ready AND state = 'READY' AND deleted_at IS NULL
        AND (leased_until IS NULL OR leased_until <= clock_timestamp())
      ORDER BY file.created_at LIMIT ${BATCH}`;
    return rows.map(({ id }) => id);
  }

  async claim(clipId: string): Promise<ClaimedClip | undefined> {
    const worker = randomUUID();
    const claimed = await this.#client.$executeRaw`
      UPDATE recording.recordings
      SET worker = ${worker}, leased_until = clock_timestamp() + ${CLAIM_MS} * interval '1 ms'
      WHERE id = (SELECT recording_id FROM recording.recording_files WHERE id = ${clipId} AND NOT ready)
        AND state = 'READY' AND deleted_at IS NULL AND (leased_until IS NULL OR leased_until <= clock_timestamp())`;
    if (claimed === 0) return undefined;
    const row = await this.#client.recordingFile.update({
      where: { id: clipId },
      data: { attempts: { increment: 1 } },
      include: { recording: { include: { files: { where: { kind: 'COMPOSITE' } } } } },
    });
    const { recording, ...file } = row;
    const [composite] = recording.files;
    const { fromMs, toMs } = file;
    if (!composite || fromMs === null || toMs === null) throw new Error(`${clipId} is a clip of nothing`);
    return {
      recordingId: recording.id,
      claim: { worker, attempt: row.attempts },
      clip: { ...fileOf(file), fromMs, toMs },
      composite: fileOf(composite),
    };
  }

  async giveUp(clipId: string): Promise<void> {
    await this.#client.recordingFile.deleteMany({ where: { id: clipId } });
  }
}
