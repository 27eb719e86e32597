import pg from 'pg';

/** The database that a PostgreSQL address names. */
export function databaseName(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1)) || 'postgres';
}

/** The same server and login, another database. Prisma's own query parameters are dropped. */
export function withDatabase(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${encodeURIComponent(database)}`;
  other.searchParams.delete('schema');
  return other.href;
}

/** Runs one statement on a connection of its own. */
export async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Creates the database that the address names, asking the server's `postgres` database to. */
export async function createDatabase(url: string): Promise<string> {
  const name = databaseName(url);
  await execute(withDatabase(url, 'postgres'), `CREATE DATABASE ${pg.escapeIdentifier(name)}`);
  return name;
}
