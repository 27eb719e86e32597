import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RUN } from '../folders.ts';

const FOLDER = join(RUN, 'machines');

/** What must be known of a machine to use it from another process, and to remove it. */
export interface MachineRecord {
  readonly name: string;
  /** The last part of its address. */
  readonly number: number;
  readonly root: string;
  /** systemd-nspawn's, while it is booted. */
  readonly pid?: number;
}

export function readRecords(): MachineRecord[] {
  return globSync('*.json', { cwd: FOLDER }).map(
    (file) => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as MachineRecord,
  );
}

export async function writeRecord(record: MachineRecord): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  await writeFile(join(FOLDER, `${record.name}.json`), JSON.stringify(record));
}

export async function removeRecord(name: string): Promise<void> {
  await rm(join(FOLDER, `${name}.json`), { force: true });
}

/** Whether a process is the systemd-nspawn that was started, and not another that got its number. */
export function isBooted(pid: number): boolean {
  return existsSync(`/proc/${pid}/exe`) && readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('systemd-nspawn');
}
