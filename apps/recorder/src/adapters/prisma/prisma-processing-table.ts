import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PrismaClient } from '@videocall/platform-database';
import { CLAIM_MS } from '../../application/hold-claim.js';
import {
  ProcessingTable,
  type Claim,
  type Completion,
  type FailureReason,
} from '../../application/ports/processing-table.js';

const BATCH = 100;

/** Claims are compared by the database's clock. */
@Injectable()
export class PrismaProcessingTable extends ProcessingTable {
  readonly #client: PrismaClient;

  constructor(client: PrismaClient) {
    super();
    this.#client = client;
  }

  async due(): Promise<readonly string[]> {
    const rows = await this.#client.$queryRaw<{ id: string }[]>`
      SELECT id FROM recording.recordings
      WHERE state = 'PROCESSING' AND (leased_until IS NULL OR leased_until <= clock_timestamp())
      ORDER BY created_at LIMIT ${BATCH}`;
    return rows.map(({ id }) => id);
  }

  async claim(recordingId: string): Promise<Claim | undefined> {
    const worker = randomUUID();
    const [claimed] = await this.#client.$queryRaw<{ attempt: number }[]>`
      UPDATE recording.recordings
      SET worker = ${worker}, leased_until = clock_timestamp() + ${CLAIM_MS} * interval '1 ms', attempts = attempts + 1
      WHERE id = ${recordingId} AND state = 'PROCESSING'
        AND (leased_until IS NULL OR leased_until <= clock_timestamp())
      RETURNING attempts AS attempt`;
    return claimed && { worker, attempt: claimed.attempt };
  }

  async renew(recordingId: string, { worker }: Claim): Promise<boolean> {
    const renewed = await this.#client.$executeRaw`
      UPDATE recording.recordings SET leased_until = clock_timestamp() + ${CLAIM_MS} * interval '1 ms'
      WHERE id = ${recordingId} AND worker = ${worker}`;
    return renewed === 1;
  }

  async postpone(recordingId: string, { worker }: Claim, delayMs: number): Promise<void> {
    await this.#client.$executeRaw`
      UPDATE recording.recordings
      SET worker = NULL, leased_until = clock_timestamp() + ${delayMs} * interval '1 ms'
      WHERE id = ${recordingId} AND worker = ${worker}`;
  }

  async progress(recordingId: string, { worker }: Claim, permille: number): Promise<void> {
    await this.#client.recording.updateMany({
      where: { id: recordingId, worker },
      data: { progressPermille: permille },
    });
  }

  async complete(recordingId: string, { worker }: Claim, completion: Completion): Promise<void> {
    await this.#client.recording.updateMany({
      where: { id: recordingId, worker },
      data: { ...completion, state: 'READY', progressPermille: 1000, worker: null, leasedUntil: null },
    });
  }

  async fail(recordingId: string, { worker }: Claim, failureReason: FailureReason, expiresAt: Date): Promise<void> {
    await this.#client.recording.updateMany({
      where: { id: recordingId, worker },
      data: { state: 'FAILED', failureReason, expiresAt, worker: null, leasedUntil: null },
    });
  }
}
