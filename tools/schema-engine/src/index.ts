import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** The executable to name in `PRISMA_SCHEMA_ENGINE_BINARY`. */
export const schemaEngineBinary = fileURLToPath(new URL('../bin/schema-engine.mjs', import.meta.url));

/** The environment under which the Prisma CLI works without downloading or reporting anything. */
export const prismaCliEnvironment = {
  PRISMA_SCHEMA_ENGINE_BINARY: schemaEngineBinary,
  CHECKPOINT_DISABLE: '1',
  PRISMA_HIDE_UPDATE_MESSAGE: '1',
} as const;

const applyMigrationsProgram = fileURLToPath(new URL('../bin/apply-migrations.mjs', import.meta.url));

/**
 * Brings a database up to the newest migration of a folder; makes the database when it is absent. In a process of its own,
 * since the engine does not let go of its connections.
 * @param databaseUrl as the owner
 * @throws Error with what the engine or PostgreSQL refused
 */
export async function applyMigrations(databaseUrl: string, folder: string): Promise<void> {
  const env = { PATH: process.env['PATH'], DATABASE_URL: databaseUrl };
  try {
    await promisify(execFile)(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', applyMigrationsProgram, folder],
      {
        env,
      },
    );
  } catch (error) {
    const said = Reflect.get(Object(error), 'stderr');
    throw new Error(`the migrations were refused:\n${said || String(error)}`, { cause: error });
  }
}
