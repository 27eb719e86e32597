import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import type { ProcessSpecification } from './process-specification.ts';

const STOP_GRACE_MS = 10_000;

/**
 * Starts a child that cannot outlive this process: the kernel signals it when we die, however we die
 * (PR_SET_PDEATHSIG, set by util-linux's setpriv).
 */
export function startChild(specification: ProcessSpecification): ChildProcess {
  const { command, args, cwd, env, logFile, stopSignal, privileges = [] } = specification;
  const log = openSync(logFile, 'a', 0o600);
  try {
    return spawn('setpriv', ['--pdeathsig', stopSignal.slice('SIG'.length), ...privileges, '--', command, ...args], {
      cwd,
      env,
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

/** Ends a child and waits for it: by a signal that it can act on, and after ten seconds by SIGKILL. */
export async function stopChild(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (hasExited(child) || child.pid === undefined) return;
  const exited = once(child, 'exit');
  const impatience = setTimeout(() => child.kill('SIGKILL'), STOP_GRACE_MS);
  child.kill(signal);
  await exited;
  clearTimeout(impatience);
}

const LONGEST_LINE = 400;

/** The end of a log file, for an error message; long lines cut. */
export function logTail(logFile: string, lines = 30): string {
  const last = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-lines);
  return last.map((line) => (line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line)).join('\n');
}
