import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { repositoryEnvironment, repositoryRoot } from '../repository.ts';

/** What a program said and how it ended. */
export interface ToolResult {
  readonly code: number;
  readonly output: string;
}

/**
 * Runs a program of an npm package, in the repository, to its end.
 * @param environment variables added to ours
 */
export async function runTool(
  name: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<ToolResult> {
  // A group of its own would outlive us: like servers, it must end when we die.
  const child = spawn(
    'setpriv',
    ['--pdeathsig', 'TERM', '--', join(repositoryRoot, 'node_modules', '.bin', name), ...args],
    {
      cwd: repositoryRoot,
      env: { ...repositoryEnvironment(), FORCE_COLOR: '0', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve(status ?? 1));
  });
  return { code, output };
}

/** Runs a program that must succeed. @throws Error with what it said */
export async function mustRun(
  name: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { code, output } = await runTool(name, args, environment);
  if (code !== 0) throw new Error(`${name} ${args.join(' ')} failed:\n${output.trim()}`);
}
