import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface RunOptions {
  readonly cwd?: string;
  /** Added to ours. */
  readonly env?: Readonly<Record<string, string>>;
  /** Given to the program on its standard input. */
  readonly input?: string;
  /** Milliseconds until the program is killed. */
  readonly timeoutMs?: number;
  /** Told each line as it is printed, of both outputs. */
  readonly onLine?: (line: string) => void;
}

/** How a program ended and what it said. */
export interface RunResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const SHOWN_CHARACTERS = 4_000;

/** Runs a program to its end, however it ends. It does not outlive this process. */
export async function attempt(command: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const { cwd, env = {}, input, timeoutMs, onLine } = options;
  const child = spawn('setpriv', ['--pdeathsig', 'TERM', '--', ...command], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: timeoutMs,
  });
  // Who does not read its input closes it, which is no failure.
  child.stdin.on('error', () => undefined).end(input ?? '');
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  if (onLine) for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', onLine);
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status, signal) => {
      if (signal !== null && timeoutMs !== undefined) stderr += `\nended by ${signal}; it had ${timeoutMs / 1000} s`;
      resolve(status ?? 1);
    });
  });
  return { code, stdout, stderr };
}

/**
 * Runs a program that must succeed.
 * @returns what it printed, trimmed
 * @throws Error with the end of all that it said
 */
export async function run(command: readonly string[], options: RunOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await attempt(command, options);
  if (code === 0) return stdout.trim();
  const said = [stdout.trim(), stderr.trim()].filter(Boolean).join('\n').slice(-SHOWN_CHARACTERS);
  throw new Error(`${command.join(' ')} ended with ${code}${said === '' ? '' : `:\n${said}`}`);
}
