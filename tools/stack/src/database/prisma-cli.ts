import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { prismaCliEnvironment } from '@videocall/schema-engine';
import { repositoryEnvironment, repositoryRoot } from '../repository.ts';

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
