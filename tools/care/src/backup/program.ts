import { spawn } from 'node:child_process';

/** A dump or an upload of a whole server may take hours; what takes longer hangs. */
const LONGEST_RUN_MS = 6 * 60 * 60_000;
const TOLD_CHARACTERS = 1_500;

/** A program could not do what it was asked; the message has what it said last. */
export class ProgramFailed extends Error {
  override readonly name = 'ProgramFailed';
}

export interface RunOptions {
  readonly cwd?: string;
  /** Added to our own environment. Passwords go here, since arguments are visible to every process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Exit codes that are no failure besides 0. */
  readonly alsoGood?: readonly number[];
  /** Among its complaints: there is no use in letting it go on. */
  readonly hopeless?: RegExp;
}

/**
 * Runs a program to its end.
 * @returns what it wrote to standard output
 * @throws ProgramFailed
 */
export async function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const { cwd, env, alsoGood = [], hopeless } = options;
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LONGEST_RUN_MS,
  });
  let output = '';
  let complaints = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints = `${complaints}${text}`.slice(-TOLD_CHARACTERS);
    // restic takes its lock away on this signal only.
    if (hopeless?.test(complaints)) child.kill('SIGINT');
  });
  const code = await new Promise<number | string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status, signal) => resolve(status ?? signal ?? 'nothing'));
  });
  if (code !== 0 && !alsoGood.some((good) => good === code))
    throw new ProgramFailed(`${program} ${args[0] ?? ''} ended with ${code}: ${complaints.trim()}`);
  return output;
}
