import { PrismaPg } from '@prisma/adapter-pg';

/** Connections each process may hold. Five services of ten stay well below PostgreSQL's default of 100. */
const POOL_SIZE = 10;
const CONNECT_TIMEOUT_MS = 2_000;
/** A statement that takes longer is given up; nothing here needs a second. */
const STATEMENT_TIMEOUT_MS = 5_000;

/** Prisma's way to PostgreSQL, with limits on connections and on the time a statement may take. */
export function createDatabaseAdapter(databaseUrl: string): PrismaPg {
  return new PrismaPg({
    connectionString: databaseUrl,
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
  });
}
