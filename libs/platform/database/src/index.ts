export { Prisma, PrismaClient } from './generated/client.js';
export { createDatabaseAdapter } from './database-adapter.js';
export { outboxRow, type OutboxRow } from './outbox-row.js';
export { OutboxRelay, type OutboxRelayOptions } from './outbox-relay.js';
