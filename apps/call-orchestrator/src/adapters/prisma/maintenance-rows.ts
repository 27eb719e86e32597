import type { eventsV1 } from '@videocall/contracts';
import { CALL_EVENTS } from '@videocall/events';
import { outboxRow, type Prisma } from '@videocall/platform-database';
import { maintenanceMessage } from '../../application/messages.js';
import type { MaintenanceWindows } from '../../application/ports/call-database.js';
import { newId } from '../../domain/ids.js';
import type { Maintenance, MaintenanceId } from '../../domain/maintenance.js';

/** Announced maintenance, with its events. */
export class MaintenanceRows implements MaintenanceWindows {
  readonly #client: Prisma.TransactionClient;

  constructor(client: Prisma.TransactionClient) {
    this.#client = client;
  }

  async current(): Promise<{ readonly maintenance: Maintenance | undefined; readonly now: Date }> {
    const [clock] = await this.#client.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
    if (!clock) throw new Error('the database has no clock');
    const row = await this.#client.maintenanceWindow.findFirst({
      where: { endedAt: null, endsAt: { gt: clock.now } },
      orderBy: { announcedAt: 'desc' },
    });
    if (!row) return { maintenance: undefined, now: clock.now };
    const { id, startsAt, endsAt, textEn, textJa } = row;
    return { maintenance: { id: id as MaintenanceId, startsAt, endsAt, textEn, textJa }, now: clock.now };
  }

  async lock(): Promise<void> {
    await this.#client.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('videocall.call.maintenance', 0))`;
  }

  async announce(maintenance: Maintenance, announcedAt: Date, announcedBy: string): Promise<void> {
    await this.#client.maintenanceWindow.createMany({ data: { ...maintenance, announcedAt, announcedBy } });
    await this.#tell({ ...maintenance, endedAt: null }, announcedAt, announcedBy);
  }

  async end(maintenance: Maintenance, endedAt: Date, endedBy: string): Promise<void> {
    await this.#client.maintenanceWindow.updateMany({ where: { id: maintenance.id }, data: { endedAt } });
    await this.#tell({ ...maintenance, endedAt }, endedAt, endedBy);
  }

  async #tell(
    { endedAt, ...maintenance }: Maintenance & { readonly endedAt: Date | null },
    occurredAt: Date,
    actorId: string,
  ): Promise<void> {
    const value = { maintenance: { ...maintenanceMessage(maintenance), endedAt: endedAt ?? undefined } };
    const event: eventsV1.CallEvent = {
      id: newId('evt'),
      occurredAt,
      callId: '',
      revision: 0,
      actorId,
      onlyParticipantId: '',
      fact: { $case: 'maintenanceChanged', value },
    };
    await this.#client.callOutbox.createMany({ data: outboxRow(CALL_EVENTS, event, maintenance.id, 0) });
  }
}
