import { Injectable } from '@nestjs/common';
import { PrismaClient } from '@videocall/platform-database';
import { RetentionTable } from '../../application/ports/retention-table.js';
import type { Kept } from '../../domain/retention.js';

/** What is kept, in the `recording` schema. */
@Injectable()
export class PrismaRetentionTable extends RetentionTable {
  readonly #client: PrismaClient;

  constructor(client: PrismaClient) {
    super();
    this.#client = client;
  }

  async expired(): Promise<readonly string[]> {
    const rows = await this.#client.recording.findMany({
      where: { deletedAt: null, state: { in: ['READY', 'FAILED'] }, expiresAt: { lte: new Date() } },
      orderBy: { expiresAt: 'asc' },
      select: { id: true },
    });
    return rows.map(({ id }) => id);
  }

  async storedOldestFirst(): Promise<readonly Kept[]> {
    const rows = await this.#client.$queryRaw<{ id: string; bytes: bigint }[]>`
      SELECT recording.id, sum(bytes)::bigint AS bytes
      FROM recording.recordings recording JOIN recording.recording_files ON recording_id = recording.id
      WHERE state = 'READY' AND deleted_at IS NULL
      GROUP BY recording.id ORDER BY recording.created_at, recording.id`;
    return rows.map(({ id, bytes }) => ({ id, bytes: Number(bytes) }));
  }

  async failedOldestFirst(): Promise<readonly string[]> {
    const rows = await this.#client.recording.findMany({
      where: { deletedAt: null, state: 'FAILED' },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      select: { id: true },
    });
    return rows.map(({ id }) => id);
  }

  async needingFolder(recordingIds: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.#client.recording.findMany({
      where: {
        id: { in: [...recordingIds] },
        deletedAt: null,
        // A clip of a READY one is being made in it.
        OR: [{ state: { not: 'READY' } }, { leasedUntil: { gt: new Date() } }],
      },
      select: { id: true },
    });
    return new Set(rows.map(({ id }) => id));
  }
}
