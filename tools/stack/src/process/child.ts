import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';

export interface ChildOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** File that standard output and error are appended to. */
  readonly logFile: string;
  /** What the child gets when this process dies without having stopped it. */
  readonly signalOnParentDeath: 'TERM' | 'INT';
  /** More options of setpriv(1), e.g. another user. */
  readonly privileges?: readonly string[];
}

/**
 * Starts a long-lived child that cannot outlive this process: the kernel signals it when we die, however we die
 * (PR_SET_PDEATHSIG, set by util-linux's setpriv).
 */
export function startChild(command: string, args: readonly string[], options: ChildOptions): ChildProcess {
  const log = openSync(options.logFile, 'a', 0o600);
  try {
    const wrapped = ['--pdeathsig', options.signalOnParentDeath, ...(options.privileges ?? []), '--', command, ...args];
    return spawn('setpriv', wrapped, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', log, log],
      // A group of its own: Ctrl-C in a terminal reaches us alone, and we stop the children in order.
      detached: true,
    });
  } finally {
    closeSync(log);
  }
}

export function hasExited(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/**
 * Ends a child and waits for it: first by a signal that it can act on, after a while by SIGKILL.
 * @param graceMs how long it may take to end by itself
 */
export async function stopChild(child: ChildProcess, signal: NodeJS.Signals, graceMs: number): Promise<void> {
  if (hasExited(child) || child.pid === undefined) return;
  const exited = once(child, 'exit');
  const impatience = setTimeout(() => child.kill('SIGKILL'), graceMs);
  child.kill(signal);
  await exited;
  clearTimeout(impatience);
}

/** The end of a log file, for an error message. */
export function logTail(logFile: string, lines = 20): string {
  return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
}
