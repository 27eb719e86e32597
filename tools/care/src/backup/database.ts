import { join } from 'node:path';
import pg from 'pg';
import type { Manifest, Role, TableContent } from './manifest.ts';
import { run } from './program.ts';

/** Name of the dump within a backup. */
export const DATABASE_DUMP = 'database.dump';
/** In words that mean the same on every server, so that checksums of the same rows agree. */
const PLAIN_TEXT = [
  "SET TimeZone = 'UTC'",
  "SET DateStyle = 'ISO, YMD'",
  "SET IntervalStyle = 'iso_8601'",
  "SET bytea_output = 'hex'",
  'SET extra_float_digits = 1',
];
const TABLES = `
  SELECT n.nspname AS schema, c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' ORDER BY 1, 2`;
const ROLES = `
  SELECT r.rolname AS name, r.rolcanlogin AS login,
    ARRAY(SELECT g.rolname::text FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid
          WHERE m.member = r.oid ORDER BY 1) AS "memberOf"
  FROM pg_roles r WHERE r.rolname !~ '^pg_' AND NOT r.rolsuper ORDER BY 1`;
const MIGRATIONS = `
  SELECT migration_name AS name FROM _prisma_migrations
  WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY 1`;

/** What a dump holds, seen in the same transaction. */
export type DatabaseContent = Pick<Manifest, 'postgres' | 'migrations' | 'roles' | 'tables'>;

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** libpq's variables for an address: a password among the arguments could be read by anybody on the machine. */
function connection(url: string): Record<string, string> {
  const { hostname, port, username, password, pathname } = new URL(url);
  return {
    PGHOST: hostname,
    PGPORT: port || '5432',
    PGUSER: decodeURIComponent(username),
    PGPASSWORD: decodeURIComponent(password),
    PGDATABASE: decodeURIComponent(pathname.slice(1)),
  };
}

async function contentOf(client: pg.Client): Promise<DatabaseContent> {
  for (const setting of PLAIN_TEXT) await client.query(setting);
  const tables: Record<string, TableContent> = {};
  for (const { schema, name } of (await client.query<{ schema: string; name: string }>(TABLES)).rows) {
    const table = `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;
    const { rows } = await client.query<{ rows: string; checksum: string }>(
      `SELECT count(*) AS rows, coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text AS checksum FROM ${table} t`,
    );
    for (const row of rows) tables[`${schema}.${name}`] = { rows: Number(row.rows), checksum: row.checksum };
  }
  const version = await client.query<{ server_version: string }>('SHOW server_version');
  return {
    postgres: version.rows[0]?.server_version.split('.')[0] ?? 'unknown',
    migrations: (await client.query<{ name: string }>(MIGRATIONS)).rows.map(({ name }) => name),
    roles: (await client.query<Role>(ROLES)).rows,
    tables,
  };
}

/** What is in a database now: rows and checksum of each table, roles, migrations. */
export async function databaseContent(url: string): Promise<DatabaseContent> {
  return await connected(url, contentOf);
}

/**
 * Dumps a database as it is at one moment, with everything in it and the rights on it (pg_dump's custom format,
 * uncompressed, since restic compresses and stores what stayed the same only once).
 * @param url address as the owner
 * @returns what the dump holds, seen at the same moment
 */
export async function dumpDatabase(url: string, folder: string): Promise<DatabaseContent> {
  return await connected(url, async (client) => {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const { rows } = await client.query<{ id: string }>('SELECT pg_export_snapshot() AS id');
    const [snapshot] = rows;
    if (snapshot === undefined) throw new Error('the database exported no snapshot');
    const content = await contentOf(client);
    const args = [
      '--format=custom',
      '--compress=0',
      `--snapshot=${snapshot.id}`,
      `--file=${join(folder, DATABASE_DUMP)}`,
    ];
    await run('pg_dump', args, { env: connection(url) });
    await client.query('COMMIT');
    return content;
  });
}

/** Makes the roles that rights in a dump are granted to, without passwords: nobody can log in until they are set. */
async function ensureRoles(client: pg.Client, roles: readonly Role[]): Promise<void> {
  const { rows } = await client.query<{ name: string }>('SELECT rolname AS name FROM pg_roles');
  const there = new Set(rows.map(({ name }) => name));
  for (const { name, login } of roles) {
    if (!there.has(name)) await client.query(`CREATE ROLE ${pg.escapeIdentifier(name)} ${login ? 'LOGIN' : 'NOLOGIN'}`);
  }
  for (const { name, memberOf } of roles) {
    for (const group of memberOf)
      await client.query(`GRANT ${pg.escapeIdentifier(group)} TO ${pg.escapeIdentifier(name)}`);
  }
}

/**
 * Fills an empty database from a dump, whole or not at all, and compares what is in it then with what was dumped.
 * @param url address as a superuser
 * @throws Error where the database is not empty, or holds something else afterwards
 */
export async function restoreDatabase(url: string, folder: string, expected: DatabaseContent): Promise<void> {
  await connected(url, async (client) => {
    const { rowCount } = await client.query(TABLES);
    if (rowCount !== 0) throw new Error('the database is not empty; it is left as it is');
    await ensureRoles(client, expected.roles);
  });
  const { PGDATABASE, ...env } = connection(url);
  const args = ['--exit-on-error', '--single-transaction', '--no-owner', `--dbname=${PGDATABASE}`];
  await run('pg_restore', [...args, join(folder, DATABASE_DUMP)], { env });
  const differences = differencesOf(expected, await databaseContent(url));
  if (differences.length > 0)
    throw new Error(`the restored database is not the one that was saved: ${differences.join('; ')}`);
}

/** In which tables two databases differ, in words; none where they hold the same. */
export function differencesOf(saved: DatabaseContent, restored: DatabaseContent): string[] {
  const names = new Set([...Object.keys(saved.tables), ...Object.keys(restored.tables)]);
  return [...names].sort().flatMap((name) => {
    const before = saved.tables[name];
    const after = restored.tables[name];
    if (before === undefined) return [`${name} was not in the backup`];
    if (after === undefined) return [`${name} is missing`];
    if (before.rows !== after.rows) return [`${name} has ${after.rows} rows instead of ${before.rows}`];
    return before.checksum === after.checksum ? [] : [`${name} has rows with other content`];
  });
}
