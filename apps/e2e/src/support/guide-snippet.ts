import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const REPOSITORY = fileURLToPath(new URL('../../../../', import.meta.url));
const TIMEOUT_MS = 45_000;

/**
 * Runs the one snippet of a language that a guide has, as it stands, in an empty folder from which the repository's packages
 * are found.
 *
 * @param guide path below the repository's top
 * @param environment what the guide says the reader sets
 * @returns what it printed, by line
 * @throws Error with its output where it fails
 */
export async function runSnippet(
  guide: string,
  language: 'bash' | 'js',
  environment: Readonly<Record<string, string>>,
): Promise<string[]> {
  const text = await readFile(join(REPOSITORY, guide), 'utf8');
  const snippets = [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))];
  const [snippet] = snippets;
  if (!snippet?.[1] || snippets.length > 1)
    throw new Error(`${guide} has ${snippets.length} ${language} snippets, not one`);
  const folder = await mkdtemp(join(tmpdir(), 'videocall-snippet-'));
  try {
    await symlink(join(REPOSITORY, 'node_modules'), join(folder, 'node_modules'));
    const script = join(folder, language === 'bash' ? 'snippet.sh' : 'snippet.mjs');
    await writeFile(script, snippet[1]);
    // A shell goes on after a failed command unless it is told not to.
    const command = language === 'bash' ? ['bash', '-euo', 'pipefail', script] : [process.execPath, script];
    const [program = '', ...args] = command;
    const { stdout } = await promisify(execFile)(program, args, {
      cwd: folder,
      timeout: TIMEOUT_MS,
      env: { PATH: process.env['PATH'] ?? '', ...environment },
    });
    return stdout.split('\n').filter((line) => line !== '');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
