import type { Prisma } from '@videocall/platform-database';

import type { RegisterRequests } from '../../application/ports/auth-store.js';

export function registerRequestsTable(client: Prisma.TransactionClient): RegisterRequests {
  return {
    async byId(requestId) {
      return (await client.registerRequest.findUnique({ where: { requestId } })) ?? undefined;
    },
    async insert(request) {
      const { count } = await client.registerRequest.createMany({ data: [request], skipDuplicates: true });
      return count === 1;
    },
    async purgeCreatedBefore(time) {
      await client.registerRequest.deleteMany({ where: { createdAt: { lt: time } } });
    },
  };
}
