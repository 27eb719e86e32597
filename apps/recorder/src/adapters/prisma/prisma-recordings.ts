import { Injectable } from '@nestjs/common';
import { PrismaClient } from '@videocall/platform-database';
import { Recordings } from '../../application/ports/recordings.js';
import type { CaptureOrder } from '../../domain/recording.js';
import { refuseIfUnavailable } from './unavailable.js';

/** The recordings in the `recording` schema. */
@Injectable()
export class PrismaRecordings extends Recordings {
  readonly #client: PrismaClient;

  constructor(client: PrismaClient) {
    super();
    this.#client = client;
  }

  async begin({ recordingId, callId, callTitle }: CaptureOrder): Promise<void> {
    const data = [{ id: recordingId, callId, callTitle }];
    await refuseIfUnavailable(this.#client.recording.createMany({ data, skipDuplicates: true }));
  }

  async requestEnd(recordingId: string): Promise<void> {
    const where = { id: recordingId, endRequestedAt: null };
    await refuseIfUnavailable(this.#client.recording.updateMany({ where, data: { endRequestedAt: new Date() } }));
  }
}
