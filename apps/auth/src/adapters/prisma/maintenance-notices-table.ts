import type { Prisma } from '@videocall/platform-database';

import type { ClaimedNotice, MaintenanceNotices } from '../../application/ports/auth-store.js';

export function maintenanceNoticesTable(client: Prisma.TransactionClient): MaintenanceNotices {
  return {
    async insert(notice) {
      await client.maintenanceNotice.createMany({ data: [notice], skipDuplicates: true });
    },
    async claim({ startingAfter, startingUntil, now, claimedUntil }) {
      const [claimed] = await client.$queryRaw<ClaimedNotice[]>`
        UPDATE auth.maintenance_notices SET claimed_until = ${claimedUntil}
        WHERE maintenance_id = (
          SELECT maintenance_id FROM auth.maintenance_notices
          WHERE finished_at IS NULL AND starts_at > ${startingAfter} AND starts_at <= ${startingUntil}
            AND (claimed_until IS NULL OR claimed_until <= ${now})
          ORDER BY starts_at LIMIT 1 FOR UPDATE SKIP LOCKED
        )
        RETURNING maintenance_id AS "maintenanceId", starts_at AS "startsAt", ends_at AS "endsAt", text_en AS "textEn",
          text_ja AS "textJa", told_through AS "toldThrough"`;
      return claimed;
    },
    async told(maintenanceId, userId) {
      await client.maintenanceNotice.updateMany({ where: { maintenanceId }, data: { toldThrough: userId } });
    },
    async release(maintenanceId) {
      await client.maintenanceNotice.updateMany({ where: { maintenanceId }, data: { claimedUntil: null } });
    },
    async finish(maintenanceId, finishedAt) {
      await client.maintenanceNotice.updateMany({ where: { maintenanceId, finishedAt: null }, data: { finishedAt } });
    },
  };
}
