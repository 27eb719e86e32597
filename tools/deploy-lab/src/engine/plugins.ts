import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CACHE } from '../folders.ts';
import { run } from '../process/run.ts';

/** The release of Debian whose packages are fetched: bookworm has no compose 2. They are static programs. */
const SUITE = 'trixie';
const PACKAGES = ['docker-compose', 'docker-buildx'];

/** The folder that DOCKER_CONFIG names for everything in the lab. */
export const DOCKER_CONFIG = join(CACHE, 'docker-config');
/** Where the plugins `docker compose` and `docker buildx` are. */
export const PLUGINS = join(DOCKER_CONFIG, 'cli-plugins');

/** Fetches compose 2 and buildx, if they are not there yet, without touching this machine's own packages. */
export async function ensurePlugins(report: (message: string) => void): Promise<void> {
  if (existsSync(PLUGINS)) return;
  report(`fetching ${PACKAGES.join(' and ')} of Debian ${SUITE}`);
  const scratch = await mkdtemp(join(tmpdir(), 'videocall-lab-apt-'));
  try {
    const configuration = await separateApt(scratch);
    const env = { APT_CONFIG: configuration };
    await run(['apt-get', '-q', 'update'], { env });
    await run(['apt-get', '-q', 'download', ...PACKAGES], { env, cwd: scratch });
    const unpacked = join(scratch, 'unpacked');
    for (const file of await readdir(scratch)) {
      if (file.endsWith('.deb')) await run(['dpkg', '-x', join(scratch, file), unpacked]);
    }
    const found = join(scratch, 'cli-plugins');
    await mkdir(found);
    for (const name of PACKAGES) {
      await cp(join(unpacked, 'usr/libexec/docker/cli-plugins', name), join(found, name));
      await chmod(join(found, name), 0o755);
    }
    await mkdir(DOCKER_CONFIG, { recursive: true });
    await cp(found, `${PLUGINS}.new`, { recursive: true });
    await rename(`${PLUGINS}.new`, PLUGINS);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** An apt with sources, lists and cache of its own. @returns its configuration file */
async function separateApt(folder: string): Promise<string> {
  // apt fetches as an unprivileged user, who must be able to get here.
  await chmod(folder, 0o755);
  for (const path of ['lists/partial', 'archives/partial', 'parts'])
    await mkdir(join(folder, path), { recursive: true });
  await writeFile(
    join(folder, 'sources.list'),
    `deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian ${SUITE} main\n`,
  );
  const configuration = join(folder, 'apt.conf');
  await writeFile(
    configuration,
    `Dir::Etc::sourcelist "${folder}/sources.list";
Dir::Etc::sourceparts "${folder}/parts";
Dir::State::lists "${folder}/lists";
Dir::State::status "/dev/null";
Dir::Cache "${folder}";
APT::Sandbox::User "root";
`,
  );
  return configuration;
}
