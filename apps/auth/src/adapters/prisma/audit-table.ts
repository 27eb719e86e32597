import type { Prisma } from '@videocall/platform-database';

import type { Audit } from '../../application/ports/auth-store.js';
import type { AuditAction, AuditEvent } from '../../domain/audit-event.js';
import { newId } from '../../domain/ids.js';

type Row = Prisma.AuditEventGetPayload<object>;

function toAuditEvent({ id, occurredAt, actorId, action, subject, result, ipAddress }: Row): AuditEvent {
  // A newer version of this service may have written actions that this one does not know; they are shown as they are.
  return { id, occurredAt, actorId, action: action as AuditAction, subject, result, ipAddress };
}

export function auditTable(client: Prisma.TransactionClient): Audit {
  return {
    async append(entry) {
      await client.auditEvent.create({ data: { id: newId('aud'), ...entry } });
    },
    async appendFromEvent(sourceEventId, entry) {
      await client.auditEvent.createMany({
        data: [{ id: newId('aud'), sourceEventId, ...entry }],
        skipDuplicates: true,
      });
    },
    async page(limit, before) {
      const older = before && {
        OR: [{ occurredAt: { lt: before.occurredAt } }, { occurredAt: before.occurredAt, id: { lt: before.id } }],
      };
      const rows = await client.auditEvent.findMany({
        where: older,
        orderBy: [{ occurredAt: 'desc' }, { id: 'desc' }],
        take: limit,
      });
      return rows.map(toAuditEvent);
    },
  };
}
