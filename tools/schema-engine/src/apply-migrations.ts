import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { Engine } from './engine.ts';

const NO_SUCH_DATABASE = '3D000';
const LOCK_FILE = 'migration_lock.toml';

async function exists(databaseUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: databaseUrl });
  try {
    await client.connect();
    return true;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === NO_SUCH_DATABASE) return false;
    throw error;
  } finally {
    await client.end();
  }
}

/** The scripts in a folder of migrations as the engine wants to be told them, oldest first. */
function migrationDirectories(folder: string): object[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .map((path) => {
      const value = readFileSync(join(folder, path, 'migration.sql'), 'utf8');
      return { path, migrationFile: { path: 'migration.sql', content: { tag: 'ok', value } } };
    });
}

/**
 * What `prisma migrate deploy` does, asked of the engine itself: the CLI is a hundred megabytes and seconds more. Makes
 * the database when it is absent.
 * @throws what the engine or PostgreSQL refuses
 */
export async function applyMigrations(databaseUrl: string, folder: string): Promise<void> {
  const engine = new Engine([], databaseUrl);
  if (!(await exists(databaseUrl))) await engine.answer('createDatabase', {});
  await engine.answer('applyMigrations', {
    migrationsList: {
      baseDir: folder,
      lockfile: { path: LOCK_FILE, content: readFileSync(join(folder, LOCK_FILE), 'utf8') },
      migrationDirectories: migrationDirectories(folder),
      shadowDbInitScript: '',
    },
    filters: { externalTables: [], externalEnums: [] },
  });
}
