import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { applySourceChanges } from './source-changes.ts';
import { useSystemLibraries } from './system-subprojects.ts';

/** Debian's and Ubuntu's packages that the build needs. */
export const BUILD_PACKAGES = [
  'g++',
  'meson',
  'ninja-build',
  'pkg-config',
  'flatbuffers-compiler',
  'libflatbuffers-dev',
  'libabsl-dev',
  'libsrtp2-dev',
  'libssl-dev',
  'libuv1-dev',
] as const;

const SHIMS = join(dirname(fileURLToPath(import.meta.url)), '..', 'shims');
const KEPT_LINES = 40;

/** Runs a build command; its output is kept back and shown only when it fails. */
async function run(
  command: string,
  args: readonly string[],
  cwd: string,
  onLine: (line: string) => void,
): Promise<void> {
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const tail: string[] = [];
  const keep = (line: string): void => {
    tail.push(line);
    if (tail.length > KEPT_LINES) tail.shift();
    onLine(line);
  };
  createInterface({ input: child.stdout }).on('line', keep);
  createInterface({ input: child.stderr }).on('line', keep);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`${command} ${args[0] ?? ''} failed (${code ?? 'killed'}):\n${tail.join('\n')}`);
}

/**
 * Builds mediasoup-worker from the source inside the npm package, against the distribution's libraries: nothing is
 * downloaded. About four minutes on two cores.
 * @param packageFolder the installed `mediasoup` package; it is not written to
 * @param output where the stripped binary goes
 * @param onProgress told the percentage done as it grows
 */
export async function buildFromSource(
  packageFolder: string,
  output: string,
  onProgress: (percent: number) => void,
): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'media-worker-'));
  try {
    const worker = join(scratch, 'worker');
    cpSync(join(packageFolder, 'worker'), worker, { recursive: true });
    useSystemLibraries(worker, SHIMS);
    applySourceChanges(worker);
    const setup = [
      'setup',
      '../build',
      '--buildtype=release',
      '-Db_ndebug=true',
      '-Db_pie=true',
      '--wrap-mode=nodownload',
    ];
    await run('meson', setup, worker, () => undefined);
    let reported = -1;
    await run('ninja', ['-C', join(scratch, 'build'), 'mediasoup-worker'], worker, (line) => {
      const step = /^\[(\d+)\/(\d+)\]/.exec(line);
      if (!step) return;
      const percent = Math.floor((100 * Number(step[1])) / Number(step[2]));
      if (percent > reported) onProgress((reported = percent));
    });
    await run(
      'install',
      ['-m', '755', '-s', join(scratch, 'build', 'mediasoup-worker'), output],
      worker,
      () => undefined,
    );
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
