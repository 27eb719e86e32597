import { SigningKey } from '@videocall/platform-auth-guard';
import type { Prisma } from '@videocall/platform-database';

import type { SigningKeys } from '../../application/ports/auth-store.js';

export function signingKeysTable(client: Prisma.TransactionClient): SigningKeys {
  return {
    async all() {
      const rows = await client.authSigningKey.findMany();
      return rows.map((row) => ({ ...row, publicJwk: SigningKey.shape.publicJwk.parse(row.publicJwk) }));
    },
    async insert(key) {
      await client.authSigningKey.create({ data: key });
    },
    async remove(kids) {
      await client.authSigningKey.deleteMany({ where: { kid: { in: [...kids] } } });
    },
  };
}
