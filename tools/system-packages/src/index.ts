import { spawn, spawnSync } from 'node:child_process';

/** Those of the Debian packages named that are not installed. */
export function missingPackages(packages: readonly string[]): string[] {
  const { stdout } = spawnSync('dpkg-query', ['-W', '-f', '${db:Status-Status} ${Package}\\n', ...packages], {
    encoding: 'utf8',
  });
  const installed = new Set(
    (stdout ?? '').split('\n').flatMap((line) => (line.startsWith('installed ') ? [line.slice(10)] : [])),
  );
  return packages.filter((name) => !installed.has(name));
}

async function aptGet(args: readonly string[]): Promise<void> {
  const child = spawn('apt-get', ['-y', '-q', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`apt-get ${args.join(' ')} failed:\n${output.slice(-2000)}`);
}

/**
 * Makes sure that packages of Debian or Ubuntu are installed. Root installs what is missing; anybody else is told the
 * exact command.
 * @param report told what is being installed
 * @throws Error that says what to do
 */
export async function ensureSystemPackages(
  packages: readonly string[],
  report: (message: string) => void,
): Promise<void> {
  const missing = missingPackages(packages);
  if (missing.length === 0) return;
  const install = ['install', '--no-install-recommends', ...missing];
  if (process.getuid?.() !== 0)
    throw new Error(`missing system packages; install them with:\n  sudo apt-get ${install.join(' ')}`);
  report(`installing ${missing.join(' ')}`);
  // The package lists may be missing (a fresh container) or too old to name files that still exist.
  await aptGet(['update']);
  await aptGet(install);
}
