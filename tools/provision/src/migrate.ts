import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { applyMigrations } from '@videocall/schema-engine';
import pg from 'pg';

/** Where the migrations are. */
export const MIGRATIONS = fileURLToPath(new URL('../../../prisma/migrations', import.meta.url));
const NO_SUCH_DATABASE = '3D000';
const NO_SUCH_TABLE = '42P01';

/** Names of a database's applied migrations, with the SHA-256 of the script that was applied. */
async function appliedMigrations(databaseUrl: string): Promise<ReadonlyMap<string, string>> {
  const client = new pg.Client({ connectionString: databaseUrl });
  try {
    await client.connect();
    const sql =
      'SELECT migration_name AS name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL';
    const { rows } = await client.query<{ name: string; checksum: string }>(sql);
    return new Map(rows.map(({ name, checksum }) => [name, checksum]));
  } catch (error) {
    if (error instanceof pg.DatabaseError && (error.code === NO_SUCH_DATABASE || error.code === NO_SUCH_TABLE))
      return new Map();
    throw error;
  } finally {
    await client.end();
  }
}

/** How a database stands to the migrations here. */
export interface MigrationState {
  /** Here, and not applied there, oldest first. */
  readonly missing: readonly string[];
  /** Applied there with another script than the one here. */
  readonly changed: readonly string[];
  /** Applied there and unknown here: by a newer version. */
  readonly unknown: readonly string[];
}

/** Compares a database with the migrations here. @param databaseUrl as its owner */
export async function migrationState(databaseUrl: string): Promise<MigrationState> {
  const applied = await appliedMigrations(databaseUrl);
  const here = readdirSync(MIGRATIONS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  const checksum = (name: string): string =>
    createHash('sha256')
      .update(readFileSync(join(MIGRATIONS, name, 'migration.sql')))
      .digest('hex');
  return {
    missing: here.filter((name) => !applied.has(name)),
    changed: here.filter((name) => applied.has(name) && applied.get(name) !== checksum(name)),
    unknown: [...applied.keys()].filter((name) => !here.includes(name)),
  };
}

/**
 * Brings a database up to the newest migration; creates the database when absent.
 * @returns the migrations applied
 * @throws Error when a migration is not the one that was applied, or is refused
 */
export async function migrate(databaseUrl: string): Promise<readonly string[]> {
  const { missing, changed } = await migrationState(databaseUrl);
  if (changed.length > 0) {
    throw new Error(
      `migration ${changed[0]} was changed after it had been applied to this database; undo the change, or remove the database to start over without its data`,
    );
  }
  if (missing.length > 0) await applyMigrations(databaseUrl, MIGRATIONS);
  return missing;
}
