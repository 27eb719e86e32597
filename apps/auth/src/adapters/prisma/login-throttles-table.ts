import { Prisma } from '@videocall/platform-database';

import type { LoginThrottles } from '../../application/ports/auth-store.js';
import { NO_FAILURES } from '../../domain/login-throttle.js';

export function loginThrottlesTable(client: Prisma.TransactionClient): LoginThrottles {
  return {
    async lock(keys) {
      // Always in one order, so that two logins never wait for each other.
      const sorted = keys.toSorted();
      await client.loginThrottle.createMany({
        data: sorted.map((key) => ({ key, ...NO_FAILURES })),
        skipDuplicates: true,
      });
      await client.$executeRaw`SELECT 1 FROM auth.login_throttles WHERE key IN (${Prisma.join(sorted)}) ORDER BY key FOR UPDATE`;
      const rows = await client.loginThrottle.findMany({ where: { key: { in: sorted } } });
      return new Map(rows.map(({ key, ...state }) => [key, state]));
    },
    async save(key, state) {
      await client.loginThrottle.update({ where: { key }, data: state });
    },
    async purgeQuietSince(time) {
      await client.loginThrottle.deleteMany({ where: { lastFailureAt: { lt: time }, blockedUntil: { lt: time } } });
    },
  };
}
