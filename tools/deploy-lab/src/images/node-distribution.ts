import { cp, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { arch } from 'node:os';
import { join } from 'node:path';
import { REPOSITORY } from '../folders.ts';
import { run } from '../process/run.ts';

/** The npm that comes with the image; the npm package of Node brings none. */
const NPM = 'npm@11.6.2';

/** Puts the Node of the repository's lock file, and npm, into a folder that an image is built from. */
export async function addNode(context: string): Promise<void> {
  await cp(join(REPOSITORY, 'node_modules', `node-linux-${arch()}`, 'bin', 'node'), join(context, 'node'));
  const scratch = await mkdtemp(join(tmpdir(), 'videocall-lab-npm-'));
  try {
    await run(['npm', 'pack', NPM, '--silent', '--pack-destination', scratch], { cwd: scratch });
    await run(['sh', '-euc', 'tar -xzf npm-*.tgz'], { cwd: scratch });
    await rename(join(scratch, 'package'), join(context, 'npm'));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
