import { Injectable } from '@nestjs/common';
import type { eventsV1 } from '@videocall/contracts';

import { AuthStore } from './ports/auth-store.js';

/** Remembers what maintenance users are to be told of, as the orchestrator announces it. */
@Injectable()
export class RecordMaintenance {
  constructor(private readonly store: AuthStore) {}

  /** Events may come again, also old ones: what was called off stays so. */
  async run({ fact }: eventsV1.CallEvent): Promise<void> {
    if (fact?.$case !== 'maintenanceChanged' || !fact.value.maintenance) return;
    const { id, startsAt, endsAt, textEn, textJa, endedAt } = fact.value.maintenance;
    if (!startsAt || !endsAt) return;
    const { maintenanceNotices } = this.store.tables;
    await maintenanceNotices.insert({ maintenanceId: id, startsAt, endsAt, textEn, textJa });
    if (endedAt) await maintenanceNotices.finish(id, endedAt);
  }
}
