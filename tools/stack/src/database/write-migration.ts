import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { migrate, MIGRATIONS } from '@videocall/provision';
import { repositoryRoot } from '../repository.ts';
import { prisma } from './prisma-cli.ts';
import { withScratchDatabase } from './scratch-database.ts';

const NO_DIFFERENCE = 'This is an empty migration';

/** The time in UTC as migration folders begin with: 20261122153000. */
function timestamp(): string {
  return new Date().toISOString().replace(/\D/g, '').slice(0, 14);
}

/**
 * Writes the migration that brings the database from where the migrations leave it to what the Prisma schema says, and
 * tries it.
 *
 * `prisma migrate dev` is not used: with several PostgreSQL schemas, the WebAssembly build of its engine (7.10.0) fails
 * to open the shadow database in which it would look for loss of data.
 * @param name what the migration does
 * @returns the script's path in the repository; undefined when the schema has not changed
 */
export async function writeMigration(name: string): Promise<string | undefined> {
  return withScratchDatabase(async (databaseUrl) => {
    await migrate(databaseUrl);
    const script = await prisma(
      ['migrate', 'diff', '--from-config-datasource', '--to-schema', 'prisma', '--script'],
      databaseUrl,
    );
    if (script.includes(NO_DIFFERENCE)) return undefined;
    const folder = join(MIGRATIONS, `${timestamp()}_${name}`);
    mkdirSync(folder);
    const file = join(folder, 'migration.sql');
    writeFileSync(file, script);
    await migrate(databaseUrl);
    return relative(repositoryRoot, file);
  });
}
