export { createPrismaClient } from './create-prisma-client.js';
export { Prisma, PrismaClient } from './generated/client.js';
export { OutboxRelay, type OutboxRelayOptions } from './outbox-relay.js';
export { outboxRow, type OutboxRow } from './outbox-row.js';
