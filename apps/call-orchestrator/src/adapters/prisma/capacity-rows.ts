import type { eventsV1 } from '@videocall/contracts';
import { CALL_EVENTS } from '@videocall/events';
import { outboxRow, type Prisma } from '@videocall/platform-database';
import {
  capacityActionsMessage,
  capacityCauseMessage,
  capacityModeMessage,
} from '../../application/capacity-messages.js';
import type {
  CapacityCause,
  CapacityChange,
  CapacityTable,
  SentBytes,
} from '../../application/ports/capacity-table.js';
import { RESOURCES, type Levels, type Resource } from '../../domain/capacity.js';
import { newId } from '../../domain/ids.js';

/** How full the server is, with its events. */
export class CapacityRows implements CapacityTable {
  readonly #client: Prisma.TransactionClient;

  constructor(client: Prisma.TransactionClient) {
    this.#client = client;
  }

  async lock(): Promise<void> {
    await this.#client.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('videocall.call.capacity', 0))`;
  }

  async causes(): Promise<CapacityCause[]> {
    const rows = await this.#client.capacityLevel.findMany();
    return RESOURCES.flatMap((resource) => {
      const row = rows.find((one) => one.resource === resource);
      return row ? [{ ...row, resource }] : [];
    });
  }

  async levels(): Promise<Levels> {
    const causes = await this.causes();
    const level = (resource: Resource): number => causes.find((cause) => cause.resource === resource)?.level ?? 0;
    return { CPU: level('CPU'), MEMORY: level('MEMORY'), TRAFFIC: level('TRAFFIC'), CALLS: level('CALLS') };
  }

  async save(resource: Resource, level: number, measured: number): Promise<CapacityCause> {
    const [row] = await this.#client.$queryRaw<{ since: Date }[]>`
      INSERT INTO call.capacity_levels AS known (resource, level, measured, since)
      VALUES (${resource}, ${level}, ${measured}, clock_timestamp())
      ON CONFLICT (resource) DO UPDATE SET
        since = CASE WHEN known.level = EXCLUDED.level THEN known.since ELSE EXCLUDED.since END,
        level = EXCLUDED.level,
        measured = EXCLUDED.measured
      RETURNING since`;
    if (!row) throw new Error('a level of capacity was not stored');
    return { resource, level, measured, since: row.since };
  }

  async tell({ cause, mode, actions }: CapacityChange): Promise<void> {
    const event: eventsV1.CallEvent = {
      id: newId('evt'),
      occurredAt: cause.since,
      callId: '',
      revision: 0,
      actorId: '',
      onlyParticipantId: '',
      fact: {
        $case: 'capacityChanged',
        value: {
          mode: capacityModeMessage(mode),
          cause: capacityCauseMessage(cause),
          actions: capacityActionsMessage(actions),
        },
      },
    };
    await this.#client.callOutbox.createMany({ data: outboxRow(CALL_EVENTS, event, 'capacity', 0) });
  }

  async addTraffic(sent: readonly SentBytes[]): Promise<number[]> {
    const bytes: number[] = [];
    for (const { nodeId, counter } of sent) {
      const [row] = await this.#client.$queryRaw<{ bytes: number }[]>`
        INSERT INTO call.host_traffic AS known (node_id, month, sent_bytes, counter)
        VALUES (${nodeId}, to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM'), 0, ${BigInt(counter)})
        ON CONFLICT (node_id, month) DO UPDATE SET
          sent_bytes = known.sent_bytes + CASE
            WHEN EXCLUDED.counter >= known.counter THEN EXCLUDED.counter - known.counter
            ELSE EXCLUDED.counter END,
          counter = EXCLUDED.counter
        RETURNING sent_bytes::float8 AS bytes`;
      bytes.push(row?.bytes ?? 0);
    }
    return bytes;
  }
}
