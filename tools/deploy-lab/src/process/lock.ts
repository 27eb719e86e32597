import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { waitFor } from '@videocall/stack';
import { CACHE } from '../folders.ts';

export interface LockOptions {
  /** Milliseconds to wait for another process that has it. */
  readonly patienceMs: number;
  /** Told when there is somebody to wait for. */
  readonly onWait?: (holder: number) => void;
}

/**
 * Does work that one process of this machine may do at a time.
 * @param name of the lock: a word
 * @throws Error that names the process that has it, when patience ends
 */
export async function withLock<T>(name: string, options: LockOptions, work: () => Promise<T>): Promise<T> {
  await mkdir(CACHE, { recursive: true });
  const file = join(CACHE, `${name}.lock`);
  let told = false;
  const taken = await waitFor(
    () => {
      const holder = take(file);
      if (holder === undefined) return true;
      if (!told) options.onWait?.(holder);
      told = true;
      return false;
    },
    { timeoutMs: options.patienceMs, intervalMs: 250 },
  ).catch(() => false);
  if (!taken) throw new Error(`process ${holderOf(file) ?? '?'} uses the lab (${name}); wait for it, or end it`);
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/** @returns who has the lock instead of us; undefined when we have it now */
function take(file: string): number | undefined {
  const holder = holderOf(file);
  if (holder === process.pid) return undefined;
  if (holder !== undefined && isAlive(holder)) return holder;
  rmSync(file, { force: true });
  try {
    const handle = openSync(file, 'wx');
    writeSync(handle, String(process.pid));
    closeSync(handle);
    return undefined;
  } catch (error) {
    const other = holderOf(file);
    if (other === undefined) throw error;
    return other;
  }
}

function holderOf(file: string): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
