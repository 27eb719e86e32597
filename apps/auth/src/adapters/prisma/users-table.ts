import type { Prisma } from '@videocall/platform-database';

import type { Users } from '../../application/ports/auth-store.js';
import type { User } from '../../domain/user.js';

type Row = Prisma.UserGetPayload<object>;

const toUser = (row: Row | null): User | undefined =>
  row === null ? undefined : { ...row, disabledAt: row.disabledAt ?? undefined };

export function usersTable(client: Prisma.TransactionClient): Users {
  return {
    async insert(user) {
      // ON CONFLICT DO NOTHING: a violated key would end the whole transaction.
      const { count } = await client.user.createMany({ data: [{ ...user }], skipDuplicates: true });
      return count === 1;
    },
    async byEmail(email) {
      return toUser(await client.user.findUnique({ where: { email } }));
    },
    async byId(id) {
      return toUser(await client.user.findUnique({ where: { id } }));
    },
    async enabledAfter(id, limit) {
      return client.user.findMany({
        where: { id: { gt: id }, disabledAt: null },
        orderBy: { id: 'asc' },
        take: limit,
        select: { id: true, email: true },
      });
    },
    async lock(id) {
      await client.$executeRaw`SELECT 1 FROM auth.users WHERE id = ${id} FOR NO KEY UPDATE`;
    },
    async adminExists() {
      return (await client.user.count({ where: { admin: true }, take: 1 })) > 0;
    },
  };
}
