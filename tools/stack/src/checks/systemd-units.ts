import { execFile } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repositoryRoot } from '../repository.ts';

/** Where the set-up puts the checkout, or a link to it. */
const INSTALLED = '/opt/videocall';
/** What the units need of the machine, and a machine without Docker has not. */
const DOCKER = '[Service]\nExecStart=/bin/true\n';

/**
 * Whether systemd understands units, and finds the programs that they start.
 * @param folder of the units
 * @throws Error with what it complained about; warnings count
 */
export async function checkUnits(folder: string): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'systemd-units-'));
  try {
    const units = (await readdir(folder)).filter((name) => /\.(service|timer)$/.test(name));
    for (const name of units) {
      const text = await readFile(join(folder, name), 'utf8');
      await writeFile(join(scratch, name), text.replaceAll(INSTALLED, repositoryRoot));
    }
    await writeFile(join(scratch, 'docker.service'), DOCKER);
    const complaints = await verify(
      units.map((name) => join(scratch, name)),
      scratch,
    );
    if (complaints !== '') throw new Error(`systemd-analyze verify:\n${complaints}`);
  } finally {
    await rm(scratch, { recursive: true });
  }
}

async function verify(units: readonly string[], searched: string): Promise<string> {
  try {
    const { stdout, stderr } = await promisify(execFile)('systemd-analyze', ['verify', '--man=no', ...units], {
      // The colon adds the machine's own units.
      env: { ...process.env, SYSTEMD_UNIT_PATH: `${searched}:` },
    });
    return `${stdout}${stderr}`.trim();
  } catch (error) {
    if (error instanceof Error && 'stderr' in error && error.stderr !== '') return String(error.stderr).trim();
    throw error;
  }
}
