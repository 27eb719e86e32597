import { createDatabaseAdapter } from './database-adapter.js';
import { PrismaClient } from './generated/client.js';

/** How long a transaction may wait for a connection, and how long it may then take. */
const TRANSACTION_WAIT_MS = 2_000;
const TRANSACTION_TIMEOUT_MS = 5_000;

/**
 * The client of all tables, as the role of the service: PostgreSQL lets it see only the service's own schema.
 *
 * @param databaseUrl with the service's role and password.
 */
export function createPrismaClient(databaseUrl: string): PrismaClient {
  return new PrismaClient({
    adapter: createDatabaseAdapter(databaseUrl),
    transactionOptions: { maxWait: TRANSACTION_WAIT_MS, timeout: TRANSACTION_TIMEOUT_MS },
  });
}
