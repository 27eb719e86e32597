import { readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RUN } from './folders.ts';
import { isRunning } from './engine/daemon.ts';

const FILE = join(RUN, 'state.json');

/** What must be known of a lab to use it or to take it down. */
export interface LabState {
  /** The process whose end is the engine's. */
  readonly enginePid: number;
  readonly nameServerPid: number;
  /** When it was started: ISO 8601. */
  readonly startedAt: string;
  /** Whether the machine forwarded no packets before. */
  readonly forwardingWasOff: boolean;
}

/** What was written down last, whether it still runs or not; all optional, since a start may have been cut short. */
export function readState(): Partial<LabState> {
  try {
    return JSON.parse(readFileSync(FILE, 'utf8')) as Partial<LabState>;
  } catch {
    return {};
  }
}

/** The lab that runs on this machine; there is one at most. */
export function runningLab(): LabState | undefined {
  const { enginePid, nameServerPid, startedAt, forwardingWasOff } = readState();
  if (enginePid === undefined || nameServerPid === undefined || startedAt === undefined) return undefined;
  if (!isRunning(enginePid)) return undefined;
  return { enginePid, nameServerPid, startedAt, forwardingWasOff: forwardingWasOff ?? false };
}

export async function writeState(state: Partial<LabState>): Promise<void> {
  await mkdir(RUN, { recursive: true });
  await writeFile(`${FILE}.new`, JSON.stringify(state));
  await rename(`${FILE}.new`, FILE);
}

export async function forgetState(): Promise<void> {
  await rm(RUN, { recursive: true, force: true });
}
