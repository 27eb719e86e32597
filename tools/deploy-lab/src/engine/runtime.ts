import { readFileSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('runtime', import.meta.url));
const CAP_SYS_RESOURCE = 24n;

/** Whether this machine may give a process a better chance to live when memory is short (capabilities(7)). */
export function mayProtectProcesses(): boolean {
  const bounding = /^CapBnd:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0';
  return ((BigInt(`0x${bounding}`) >> CAP_SYS_RESOURCE) & 1n) === 1n;
}

/** The PATH that an engine is started with: where rights are short, with a `runc` first that makes do without them. */
export function enginePath(path: string): string {
  return mayProtectProcesses() ? path : `${FOLDER}:${path}`;
}

/** Does the same for an engine that will be installed in a system of its own. */
export async function prepareRuntime(root: string): Promise<void> {
  if (mayProtectProcesses()) return;
  await mkdir(join(root, 'usr/local/sbin'), { recursive: true });
  await cp(join(FOLDER, 'runc'), join(root, 'usr/local/sbin/runc'));
}
