import type { Prisma } from '@videocall/platform-database';

import type { RefreshTokens } from '../../application/ports/auth-store.js';

export function refreshTokensTable(client: Prisma.TransactionClient): RefreshTokens {
  return {
    async insert(token) {
      await client.refreshToken.create({ data: token });
    },
    async byHash(hash) {
      const row = await client.refreshToken.findUnique({ where: { hash } });
      return row === null
        ? undefined
        : { hash, usedAt: row.usedAt ?? undefined, sealedSuccessor: row.sealedSuccessor ?? undefined };
    },
    async markUsed(hash, usedAt, sealedSuccessor) {
      await client.refreshToken.update({ where: { hash }, data: { usedAt, sealedSuccessor } });
    },
    async dropSealsUsedBefore(time) {
      await client.refreshToken.updateMany({
        where: { sealedSuccessor: { not: null }, usedAt: { lt: time } },
        data: { sealedSuccessor: null },
      });
    },
  };
}
