import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { ensureSystemPackages } from '@videocall/system-packages';
import { BUILD_PACKAGES, buildFromSource } from './build-from-source.ts';
import { downloadPrebuilt } from './download-prebuilt.ts';
import { exclusively } from './exclusive.ts';
import { runsHere } from './runs-here.ts';

/** Told in words what is being done. */
export type Report = (message: string) => void;

interface InstalledPackage {
  readonly folder: string;
  readonly version: string;
}

function installedMediasoup(): InstalledPackage {
  // The package exports no package.json: its folder is found from its entry point, node/lib/index.js.
  const entry = createRequire(import.meta.url).resolve('mediasoup');
  const folder = dirname(dirname(dirname(entry)));
  const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (
    typeof manifest !== 'object' ||
    manifest === null ||
    !('version' in manifest) ||
    typeof manifest.version !== 'string'
  ) {
    throw new Error(`${folder} holds no mediasoup package: run npm ci`);
  }
  return { folder, version: manifest.version };
}

/** Where the binary of a mediasoup version is kept: outside the checkout, so that every checkout shares it. */
export function cachedWorkerPath(version: string): string {
  const cache = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return join(cache, 'videocall', 'media-worker', `${version}-${process.platform}-${process.arch}`, 'mediasoup-worker');
}

/** Puts a binary at `output`: the published one where the network allows, else one built here. */
async function obtain({ folder, version }: InstalledPackage, output: string, report: Report): Promise<void> {
  try {
    report(`mediasoup-worker ${version}: looking for the published binary`);
    await downloadPrebuilt(version, output);
    if (runsHere(output)) return;
    report('the published binary does not run on this machine');
  } catch (error) {
    report(`no published binary: ${error instanceof Error ? error.message : String(error)}`);
  }
  await ensureSystemPackages(BUILD_PACKAGES, report);
  report('building mediasoup-worker from source: about four minutes on two cores, once');
  await buildFromSource(folder, output, (percent) => report(`building mediasoup-worker: ${percent} %`));
  if (!runsHere(output)) throw new Error('the mediasoup-worker just built does not run');
}

/**
 * The path of a mediasoup-worker binary that fits the installed mediasoup package and runs on this machine.
 *
 * In this order: `MEDIASOUP_WORKER_BIN` when set; the cache; the binary published by mediasoup's authors; a build from
 * the source inside the npm package. Any number of processes may ask at once: one works, the others wait for it, and
 * nobody ever sees half a binary.
 * @throws Error that says what to do
 */
export async function ensureMediaWorker(report: Report): Promise<string> {
  const given = process.env['MEDIASOUP_WORKER_BIN'];
  if (given !== undefined && given !== '') {
    if (!runsHere(given))
      throw new Error(`MEDIASOUP_WORKER_BIN=${given} is not a mediasoup-worker that runs on this machine`);
    return given;
  }
  const mediasoup = installedMediasoup();
  const cached = cachedWorkerPath(mediasoup.version);
  if (runsHere(cached)) return cached;
  const folder = dirname(cached);
  mkdirSync(folder, { recursive: true });
  return exclusively(
    join(folder, 'lock'),
    () => report('another process is preparing mediasoup-worker: waiting for it'),
    async () => {
      if (runsHere(cached)) return cached;
      const scratch = mkdtempSync(join(folder, 'new-'));
      try {
        const fresh = join(scratch, 'mediasoup-worker');
        await obtain(mediasoup, fresh, report);
        renameSync(fresh, cached);
      } finally {
        rmSync(scratch, { recursive: true, force: true });
      }
      return cached;
    },
  );
}
