import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { prismaCliEnvironment } from '@videocall/schema-engine';
import pg from 'pg';
import { repositoryEnvironment, repositoryRoot } from '../repository.ts';

/** Where the migrations are. */
export const MIGRATIONS = join(repositoryRoot, 'prisma', 'migrations');
const NO_SUCH_DATABASE = '3D000';
const NO_SUCH_TABLE = '42P01';

/**
 * Runs the Prisma CLI in the repository.
 * @param databaseUrl the database it works on, as its owner
 * @returns what it printed
 * @throws Error with what it printed
 */
export async function prisma(args: readonly string[], databaseUrl: string): Promise<string> {
  const env = { ...repositoryEnvironment(), ...prismaCliEnvironment, DATABASE_URL: databaseUrl };
  const program = join(repositoryRoot, 'node_modules', '.bin', 'prisma');
  try {
    const { stdout } = await promisify(execFile)(program, [...args], { cwd: repositoryRoot, env });
    return stdout;
  } catch (error) {
    const said = [Reflect.get(Object(error), 'stdout'), Reflect.get(Object(error), 'stderr')]
      .filter(Boolean)
      .join('\n');
    throw new Error(`prisma ${args.slice(0, 2).join(' ')} failed:\n${said}`, { cause: error });
  }
}

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

/**
 * Brings a database up to the newest migration; creates the database when absent.
 * @throws Error when a migration is not the one that was applied, or is refused
 */
export async function migrate(databaseUrl: string): Promise<void> {
  const applied = await appliedMigrations(databaseUrl);
  let isUpToDate = true;
  for (const entry of readdirSync(MIGRATIONS, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const checksum = applied.get(entry.name);
    const script = readFileSync(join(MIGRATIONS, entry.name, 'migration.sql'));
    if (checksum === undefined) isUpToDate = false;
    else if (checksum !== createHash('sha256').update(script).digest('hex')) {
      throw new Error(
        `migration ${entry.name} was changed after it had been applied to this database; undo the change, or remove the database's folder to start over without its data`,
      );
    }
  }
  // Starting the CLI takes seconds, and mostly there is nothing to do.
  if (!isUpToDate) await prisma(['migrate', 'deploy'], databaseUrl);
}
