import { readFileSync } from 'node:fs';
import { cp, mkdtemp, rename, rm } from 'node:fs/promises';
import { arch, tmpdir } from 'node:os';
import { join } from 'node:path';
import { REPOSITORY } from '../folders.ts';
import { run } from '../process/run.ts';

/** The npm that comes with the image; the npm package of Node brings none. */
const NPM = 'npm@11.6.2';

const PACKAGE = join(REPOSITORY, 'node_modules', `node-linux-${arch()}`);

/** The versions that the image is made of. */
export function nodeVersion(): string {
  const { version } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')) as { version: string };
  return `node@${version} ${NPM}`;
}

/** Puts the Node of the repository's lock file, and npm, into a folder that an image is built from. */
export async function addNode(context: string): Promise<void> {
  await cp(join(PACKAGE, 'bin', 'node'), join(context, 'node'));
  const scratch = await mkdtemp(join(tmpdir(), 'videocall-lab-npm-'));
  try {
    await run(['npm', 'pack', NPM, '--silent', '--pack-destination', scratch], { cwd: scratch });
    await run(['sh', '-euc', 'tar -xzf npm-*.tgz'], { cwd: scratch });
    await rename(join(scratch, 'package'), join(context, 'npm'));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
