import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { migrate } from '@videocall/provision';
import { runTool } from '../build/run-tool.ts';
import { prisma } from '../database/prisma-cli.ts';
import { withScratchDatabase } from '../database/scratch-database.ts';
import { repositoryRoot } from '../repository.ts';
import { shellScripts } from './shell-scripts.ts';
import { checkUnits } from './systemd-units.ts';

/** Something that is right or wrong as a whole. Throws what is wrong. */
export interface Check {
  readonly title: string;
  run(): Promise<void>;
}

async function mustPass(
  tool: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { code, output } = await runTool(tool, args, environment);
  if (output.trim() !== '') process.stdout.write(`${output.trim()}\n`);
  if (code !== 0) throw new Error(`${tool} ${args.slice(0, 2).join(' ')} ended with ${code}`);
}

async function git(...args: string[]): Promise<string | undefined> {
  try {
    return (await promisify(execFile)('git', args, { cwd: repositoryRoot })).stdout.trim();
  } catch {
    return undefined;
  }
}

/** Compares with the branch that others build on; a clone without it has nothing to compare with. */
async function checkProtoBreaking(): Promise<void> {
  const [folder, main] = [
    await git('rev-parse', '--path-format=absolute', '--git-common-dir'),
    await git('rev-parse', '--verify', '--quiet', 'main'),
  ];
  if (folder === undefined || main === undefined) {
    process.stdout.write('no branch main here: nothing to compare with\n');
    return;
  }
  await mustPass('buf', ['breaking', 'proto', '--against', `${folder}#ref=${main},subdir=proto`]);
}

/** Whether the migrations, applied to an empty database, give the tables that the Prisma schema describes. */
async function checkMigrations(): Promise<void> {
  await withScratchDatabase(async (databaseUrl) => {
    await migrate(databaseUrl);
    await prisma(['migrate', 'diff', '--from-config-datasource', '--to-schema', 'prisma', '--exit-code'], databaseUrl);
  });
}

/** Every program of the server's operator that is written in shell. */
async function checkShellScripts(): Promise<void> {
  const scripts = await shellScripts(join(repositoryRoot, 'deploy'));
  try {
    await promisify(execFile)('shellcheck', scripts, { cwd: repositoryRoot });
  } catch (error) {
    if (error instanceof Error && 'stdout' in error) process.stdout.write(String(error.stdout));
    throw new Error('shellcheck found faults', { cause: error });
  }
}

export const STATIC_CHECKS: readonly Check[] = [
  {
    title: 'lint and import boundaries',
    run: async () => {
      // The boundary rule reads the project graph from Nx's cache, and skips itself when there is none.
      await runTool('nx', ['show', 'projects'], { NX_DAEMON: 'false' });
      await mustPass('eslint', ['.', '--max-warnings', '0']);
    },
  },
  { title: 'proto style', run: () => mustPass('buf', ['lint', 'proto']) },
  { title: 'proto format', run: () => mustPass('buf', ['format', 'proto', '--diff', '--exit-code']) },
  { title: 'proto compatibility', run: checkProtoBreaking },
  { title: 'migrations match the schema', run: checkMigrations },
  { title: 'shell scripts', run: checkShellScripts },
  { title: 'systemd units', run: () => checkUnits(join(repositoryRoot, 'deploy', 'systemd')) },
];
