import type { Prisma } from '@videocall/platform-database';

import type { ServiceAccounts } from '../../application/ports/auth-store.js';
import type { ServiceAccount } from '../../domain/user.js';

type Row = Prisma.ServiceAccountGetPayload<object>;

const toAccount = (row: Row | null): ServiceAccount | undefined =>
  row === null ? undefined : { ...row, disabledAt: row.disabledAt ?? undefined };

export function serviceAccountsTable(client: Prisma.TransactionClient): ServiceAccounts {
  return {
    async byClientId(clientId) {
      return toAccount(await client.serviceAccount.findUnique({ where: { clientId } }));
    },
    async byId(id) {
      return toAccount(await client.serviceAccount.findUnique({ where: { id } }));
    },
  };
}
