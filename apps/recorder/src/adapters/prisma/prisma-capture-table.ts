import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PrismaClient } from '@videocall/platform-database';
import { CaptureTable, type CaptureClaim, type CapturedFacts } from '../../application/ports/capture-table.js';

/** How long a claim stands without being renewed: as long as a killed recorder's captures wait for the next one. */
const CLAIM_MS = 2_500;
const BATCH = 100;

interface ClaimedRow {
  readonly callId: string;
  readonly callTitle: string;
  readonly endRequested: boolean;
}

/** Claims are compared by the database's clock. */
@Injectable()
export class PrismaCaptureTable extends CaptureTable {
  readonly #client: PrismaClient;

  constructor(client: PrismaClient) {
    super();
    this.#client = client;
  }

  async due(): Promise<readonly string[]> {
    const rows = await this.#client.$queryRaw<{ id: string }[]>`
      SELECT id FROM recording.recordings
      WHERE state IN ('STARTING', 'CAPTURING') AND (leased_until IS NULL OR leased_until <= clock_timestamp())
      ORDER BY created_at LIMIT ${BATCH}`;
    return rows.map(({ id }) => id);
  }

  async claim(recordingId: string): Promise<CaptureClaim | undefined> {
    const worker = randomUUID();
    const [row] = await this.#client.$queryRaw<ClaimedRow[]>`
      UPDATE recording.recordings
      SET worker = ${worker}, leased_until = clock_timestamp() + ${CLAIM_MS} * interval '1 ms'
      WHERE id = ${recordingId} AND state IN ('STARTING', 'CAPTURING')
        AND (leased_until IS NULL OR leased_until <= clock_timestamp())
      RETURNING call_id AS "callId", call_title AS "callTitle", end_requested_at IS NOT NULL AS "endRequested"`;
    if (!row) return undefined;
    const { callId, callTitle, endRequested } = row;
    return { worker, order: { recordingId, callId, callTitle }, endRequested };
  }

  async renew(recordingId: string, { worker }: CaptureClaim): Promise<'held' | 'end' | 'lost'> {
    const [row] = await this.#client.$queryRaw<Pick<ClaimedRow, 'endRequested'>[]>`
      UPDATE recording.recordings SET leased_until = clock_timestamp() + ${CLAIM_MS} * interval '1 ms'
      WHERE id = ${recordingId} AND worker = ${worker}
      RETURNING end_requested_at IS NOT NULL AS "endRequested"`;
    if (!row) return 'lost';
    return row.endRequested ? 'end' : 'held';
  }

  async release(recordingId: string, { worker }: CaptureClaim): Promise<void> {
    const where = { id: recordingId, worker };
    await this.#client.recording.updateMany({ where, data: { worker: null, leasedUntil: null } });
  }

  async capturing(recordingId: string, { worker }: CaptureClaim): Promise<void> {
    await this.#client.$executeRaw`
      UPDATE recording.recordings
      SET state = 'CAPTURING', started_at = coalesce(started_at, clock_timestamp())
      WHERE id = ${recordingId} AND worker = ${worker} AND state IN ('STARTING', 'CAPTURING')`;
  }

  async captured(recordingId: string, { worker }: CaptureClaim, facts: CapturedFacts): Promise<void> {
    const participants = facts.participants.map((participant) => ({
      recordingId,
      ...participant,
      leftAt: participant.leftAt ?? null,
    }));
    await this.#client.$transaction([
      this.#client.capturedParticipant.createMany({ data: participants, skipDuplicates: true }),
      this.#client.recording.updateMany({
        where: { id: recordingId, worker },
        data: { state: 'PROCESSING', worker: null, leasedUntil: null, ...facts.range },
      }),
    ]);
  }
}
