import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { prismaCliEnvironment } from '@videocall/schema-engine';
import pg from 'pg';
import { repositoryEnvironment, repositoryRoot } from '../repository.ts';

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

async function appliedMigrations(databaseUrl: string): Promise<ReadonlySet<string>> {
  const client = new pg.Client({ connectionString: databaseUrl });
  try {
    await client.connect();
    const { rows } = await client.query<{ name: string }>(
      'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL',
    );
    return new Set(rows.map(({ name }) => name));
  } catch (error) {
    if (error instanceof pg.DatabaseError && (error.code === NO_SUCH_DATABASE || error.code === NO_SUCH_TABLE))
      return new Set();
    throw error;
  } finally {
    await client.end();
  }
}

/** Brings a database up to the newest migration; creates the database when absent. */
export async function migrate(databaseUrl: string): Promise<void> {
  // Asking ourselves whether there is anything to do takes milliseconds; starting the CLI takes seconds.
  const folders = readdirSync(join(repositoryRoot, 'prisma', 'migrations'), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  const applied = await appliedMigrations(databaseUrl);
  if (folders.every(({ name }) => applied.has(name))) return;
  await prisma(['migrate', 'deploy'], databaseUrl);
}
