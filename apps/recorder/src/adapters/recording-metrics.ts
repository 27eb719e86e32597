import { Injectable } from '@nestjs/common';
import { PrismaClient } from '@videocall/platform-database';
import { collectGauge } from '@videocall/platform-metrics';
import { Disks } from '../application/ports/disks.js';

const STATES = ['STARTING', 'CAPTURING', 'PROCESSING', 'READY', 'FAILED'] as const;
const KINDS = ['COMPOSITE', 'PARTICIPANT', 'THUMBNAIL', 'CLIP'] as const;

/** What Prometheus is told of recordings, counted when it asks. */
@Injectable()
export class RecordingMetrics {
  readonly #client: PrismaClient;
  readonly #disks: Disks;

  constructor(client: PrismaClient, disks: Disks) {
    this.#client = client;
    this.#disks = disks;
  }

  start(): void {
    collectGauge('recorder_recordings', 'Recordings, by state.', ['state'], async (set) => {
      const counts = await this.#client.recording.groupBy({ by: ['state'], where: { deletedAt: null }, _count: true });
      for (const state of STATES) set({ state }, counts.find((count) => count.state === state)?._count ?? 0);
    });
    collectGauge('recorder_stored_bytes', 'Size of what is stored, by kind of file.', ['kind'], async (set) => {
      const sums = await this.#client.recordingFile.groupBy({ by: ['kind'], _sum: { bytes: true } });
      for (const kind of KINDS) set({ kind }, Number(sums.find((sum) => sum.kind === kind)?._sum.bytes ?? 0));
    });
    collectGauge(
      'recorder_disk_used_ratio',
      'How full a disk is, 0 to 1, by what it is for.',
      ['disk'],
      async (set) => {
        const [work, storage] = [await this.#disks.ofWork(), await this.#disks.ofStorage()];
        set({ disk: 'work' }, work.usedBytes / work.totalBytes);
        if (storage) set({ disk: 'storage' }, storage.usedBytes / storage.totalBytes);
      },
    );
  }
}
