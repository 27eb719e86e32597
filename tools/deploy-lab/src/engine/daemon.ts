import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { waitFor } from '@videocall/stack';
import { CACHE, RUN } from '../folders.ts';
import { namespaceOf } from '../network/lab-network.ts';
import { attempt, run } from '../process/run.ts';
import { removeControlGroups } from './control-groups.ts';
import { DOCKER_CONFIG } from './plugins.ts';
import { enginePath } from './runtime.ts';

const SOCKET = join(RUN, 'docker.sock');
const DATA = join(CACHE, 'engine');
const LOG = join(RUN, 'dockerd.log');
const CONTROL_GROUP = '/videocall-lab';
const START_MS = 60_000;
const STOP_MS = 30_000;

/** Which programs find the lab's engine by. */
export const ENGINE_ENVIRONMENT = {
  DOCKER_HOST: `unix://${SOCKET}`,
  DOCKER_CONFIG,
  DOCKER_BUILDKIT: '1',
  // Compose takes it before what deploy/.env says: the machine that the lab runs on does other things as well.
  HOST_LIMITS_ENFORCED: 'false',
} as const;

/** Layers of builds kept for the next ones. */
const SETTINGS = { builder: { gc: { enabled: true, defaultKeepStorage: '20GB' } } };

/** Runs the docker of the lab. @returns what it printed */
export function docker(args: readonly string[], options: Parameters<typeof run>[1] = {}): Promise<string> {
  return run(['docker', ...args], { ...options, env: { ...ENGINE_ENVIRONMENT, ...options.env } });
}

/**
 * Starts dockerd as a host of the lab has it: in that host's network, and among processes and mounts of its own, so that
 * its end is the end of every container and mount, however it comes.
 * @returns the process id by which to stop it
 */
export async function startDaemon(host: string): Promise<number> {
  await mkdir(DATA, { recursive: true });
  const settings = join(RUN, 'daemon.json');
  await writeFile(settings, JSON.stringify(SETTINGS));
  const files = join('/etc/netns', namespaceOf(host));
  const daemon = [
    'dockerd',
    ...['--config-file', settings, '--data-root', DATA, '--exec-root', join(RUN, 'exec')],
    ...['-p', join(RUN, 'dockerd.pid'), '-H', `unix://${SOCKET}`, '--storage-driver', 'overlay2'],
    ...['--bip', '172.30.255.1/24', '--default-address-pool', 'base=172.30.0.0/16,size=24'],
    ...['--cgroup-parent', CONTROL_GROUP],
  ];
  // Not `ip netns exec`, which would hide the control groups; it is what shows the host's names, done here by hand.
  // Mounts are shared as systemd has it, for containers that watch the host's.
  const begin = `mount --make-rshared /; mount --bind ${files}/resolv.conf /etc/resolv.conf; mount --bind ${files}/hosts /etc/hosts; exec tini -- "$@"`;
  const log = openSync(LOG, 'a', 0o600);
  const child = spawn(
    'nsenter',
    [
      `--net=/run/netns/${namespaceOf(host)}`,
      ...['unshare', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'],
      ...['sh', '-euc', begin, 'engine', ...daemon],
    ],
    {
      stdio: ['ignore', log, log],
      detached: true,
      env: { ...process.env, PATH: enginePath(process.env['PATH'] ?? '') },
    },
  );
  closeSync(log);
  child.unref();
  const { pid } = child;
  if (pid === undefined) throw new Error('the engine could not be started: is util-linux installed?');
  const ended = (): boolean => child.exitCode !== null || child.signalCode !== null;
  await waitFor(() => ended() || answers(), { what: 'the engine answering', timeoutMs: START_MS, intervalMs: 100 });
  if (ended()) throw new Error(`the engine ended at once; its log:\n${await logEnd()}`);
  return pid;
}

async function answers(): Promise<boolean> {
  return (await attempt(['docker', 'version'], { env: ENGINE_ENVIRONMENT })).code === 0;
}

async function logEnd(): Promise<string> {
  return (await readFile(LOG, 'utf8')).split('\n').slice(-30).join('\n');
}

/** Whether the process is there that {@link startDaemon} gave, and not another that got its number. */
export function isRunning(pid: number): boolean {
  return existsSync(`/proc/${pid}/exe`) && readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'unshare';
}

/** Removes what containers left, and keeps images and the layers of builds. */
export async function clearEngine(): Promise<void> {
  const containers = (await docker(['ps', '-aq'])).split('\n').filter(Boolean);
  if (containers.length > 0) await docker(['rm', '-f', '-v', ...containers]);
  const volumes = (await docker(['volume', 'ls', '-q'])).split('\n').filter(Boolean);
  if (volumes.length > 0) await docker(['volume', 'rm', '-f', ...volumes]);
  await docker(['network', 'prune', '-f']);
}

/** Ends the engine with everything that runs in it, and leaves nothing of it but its images. */
export async function stopDaemon(pid: number): Promise<void> {
  if (isRunning(pid)) {
    if (await answers()) await clearEngine();
    const inner = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim().split(' ').map(Number);
    for (const child of inner) if (child > 0) process.kill(child, 'SIGTERM');
    const ended = await waitFor(() => !isRunning(pid), { what: 'the end of the engine', timeoutMs: STOP_MS }).catch(
      () => false,
    );
    if (!ended && isRunning(pid)) process.kill(pid, 'SIGKILL');
    await waitFor(() => !isRunning(pid), { what: 'the end of the killed engine' });
  }
  await removeControlGroups(CONTROL_GROUP);
  for (const path of ['exec', 'docker.sock', 'dockerd.pid'])
    await rm(join(RUN, path), { recursive: true, force: true });
}
