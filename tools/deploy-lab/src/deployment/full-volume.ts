import { join } from 'node:path';
import { docker } from '../engine/daemon.ts';
import { runningLab } from '../lab-state.ts';
import { run } from '../process/run.ts';

/**
 * Puts a full disk in a volume's place, for containers that are started from then on.
 * @returns what takes it away
 */
export async function fillVolume(name: string): Promise<() => Promise<void>> {
  const lab = runningLab();
  if (!lab) throw new Error('no lab runs');
  // The engine has mounts of its own.
  const engine = ['nsenter', '-t', String(lab.enginePid), '-m', '--'];
  const folder = await docker(['volume', 'inspect', '-f', '{{.Mountpoint}}', name]);
  await run([...engine, 'mount', '-t', 'tmpfs', '-o', 'size=1m,mode=777', 'full', folder]);
  await run([...engine, 'sh', '-c', 'head -c 2M /dev/zero > "$1" 2>/dev/null || true', 'fill', join(folder, 'full')]);
  return async () => void (await run([...engine, 'umount', folder]));
}
