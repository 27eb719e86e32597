import type { Prisma } from '@videocall/platform-database';

import type { ServiceAccounts } from '../../application/ports/auth-store.js';
import type { ServiceAccount } from '../../domain/user.js';

type Row = Prisma.ServiceAccountGetPayload<object>;

const toAccount = (row: Row | null): ServiceAccount | undefined =>
  row === null ? undefined : { ...row, disabledAt: row.disabledAt ?? undefined };

export function serviceAccountsTable(client: Prisma.TransactionClient): ServiceAccounts {
  return {
    async insert(account) {
      await client.serviceAccount.create({ data: account });
    },
    async update(id, changes) {
      await client.serviceAccount.update({ where: { id }, data: changes });
    },
    async byClientId(clientId) {
      return toAccount(await client.serviceAccount.findUnique({ where: { clientId } }));
    },
    async byId(id) {
      return toAccount(await client.serviceAccount.findUnique({ where: { id } }));
    },
  };
}
