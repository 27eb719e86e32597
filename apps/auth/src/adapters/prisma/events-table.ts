import { AUTH_EVENTS } from '@videocall/events';
import { type Prisma, outboxRow } from '@videocall/platform-database';

import type { Events } from '../../application/ports/auth-store.js';
import { newId } from '../../domain/ids.js';

export function eventsTable(client: Prisma.TransactionClient): Events {
  return {
    async append({ occurredAt, identityId, fact }) {
      const event = { id: newId('evt'), occurredAt, identityId, fact };
      await client.authOutbox.create({ data: outboxRow(AUTH_EVENTS, event, identityId) });
    },
  };
}
