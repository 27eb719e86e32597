import { existsSync, readFileSync } from 'node:fs';
import { writeAtomically } from './write-atomically.ts';
import type { ProcessState } from '../supervisor/supervised-process.ts';

/** What one part of a running stack is doing. */
export interface PartStatus {
  readonly name: string;
  readonly pid: number | undefined;
  /** Port by name; the first where several follow each other. */
  readonly ports: Readonly<Record<string, number>>;
  readonly state: ProcessState;
  readonly restarts: number;
  readonly logFile: string;
  /** Address that answers 200 when the part is ready; servers of others have none. */
  readonly readyUrl?: string;
}

/** A running stack, as another process can learn of it. */
export interface RunningStack {
  /** The process that runs the stack; ending it ends everything. */
  readonly supervisor: ProcessIdentity;
  readonly publicUrl: string;
  readonly grpcAddress: string;
  readonly account: { readonly email: string; readonly passwordFile: string };
  readonly parts: readonly PartStatus[];
}

/** A pid with the time its process started, since pids are used again. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks since boot (field 22 of /proc/PID/stat, proc(5)). */
  readonly startTime: string;
}

export interface StackState {
  /** `service.port` → port, kept from one start to the next. */
  readonly ports: Readonly<Record<string, number>>;
  readonly running?: RunningStack;
}

/** Who a pid is now; undefined when nobody. */
export function identify(pid: number): ProcessIdentity | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field, the program's name, may hold spaces and parentheses.
    const startTime = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return startTime === undefined ? undefined : { pid, startTime };
  } catch {
    return undefined;
  }
}

export function readState(path: string): StackState {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as StackState) : { ports: {} };
}

export function writeState(path: string, state: StackState): void {
  writeAtomically(path, `${JSON.stringify(state, undefined, 2)}\n`);
}

/** The stack that runs on a data folder; undefined when none, also when its supervisor was killed. */
export function runningStack(path: string): RunningStack | undefined {
  const { running } = readState(path);
  return running && identify(running.supervisor.pid)?.startTime === running.supervisor.startTime ? running : undefined;
}
