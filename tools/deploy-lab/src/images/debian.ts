import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { docker } from '../engine/daemon.ts';
import { CACHE } from '../folders.ts';
import { run } from '../process/run.ts';
import { trustOptions } from './extra-certificates.ts';

export type Suite = 'bookworm' | 'trixie';

const MIRROR = 'http://deb.debian.org/debian';
const SECURITY = 'http://deb.debian.org/debian-security';
/** As in the registry's slim images. */
const WITHOUT_DOCUMENTATION = ['/usr/share/doc/*', '/usr/share/man/*', '/usr/share/locale/*', '/usr/share/info/*'].map(
  (path) => `--dpkgopt=path-exclude=${path}`,
);
/** Every program built on Node asks for this in its own way. */
const TRUST = { NODE_EXTRA_CA_CERTS: '/etc/ssl/certs/ca-certificates.crt', SSL_CERT_DIR: '/etc/ssl/certs' };

/** The name of the image that all others in the lab are made from. */
export function debianImage(suite: Suite): string {
  return `videocall-lab/debian:${suite}`;
}

/** Makes Debian's base system an image, as small as Debian allows, if the engine does not have it yet. */
export async function ensureDebianImage(suite: Suite, report: (message: string) => void): Promise<void> {
  const present = await docker(['image', 'ls', '-q', debianImage(suite)]);
  if (present !== '') return;
  report(`Debian ${suite}`);
  const archive = await ensureSystem(`base-${suite}`, suite, ['--variant=minbase', '--include=ca-certificates']);
  const environment = Object.entries(TRUST).flatMap(([name, value]) => ['--change', `ENV ${name}=${value}`]);
  await docker(['import', ...environment, '--change', 'CMD ["bash"]', archive, debianImage(suite)]);
}

/**
 * Bootstraps a Debian into an archive in the cache, if it is not there.
 * @param name of the archive
 * @param options of mmdebstrap
 * @returns the archive
 */
export async function ensureSystem(name: string, suite: Suite, options: readonly string[]): Promise<string> {
  const folder = join(CACHE, 'systems');
  const archive = join(folder, `${name}.tar`);
  if (existsSync(archive)) return archive;
  await mkdir(folder, { recursive: true });
  const unfinished = `${archive}.new.tar`;
  await rm(unfinished, { force: true });
  await run([
    'mmdebstrap',
    ...options,
    ...WITHOUT_DOCUMENTATION,
    ...trustOptions(),
    suite,
    unfinished,
    `deb ${MIRROR} ${suite} main`,
    `deb ${MIRROR} ${suite}-updates main`,
    `deb ${SECURITY} ${suite}-security main`,
  ]);
  await rename(unfinished, archive);
  return archive;
}
