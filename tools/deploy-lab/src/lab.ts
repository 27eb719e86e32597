import { readFileSync } from 'node:fs';
import { ENGINE_ENVIRONMENT, clearEngine, startDaemon, stopDaemon } from './engine/daemon.ts';
import { ensurePlugins } from './engine/plugins.ts';
import { whyNoLab } from './engine/requirements.ts';
import { LabHost } from './host.ts';
import { forgetState, readState, runningLab, writeState } from './lab-state.ts';
import { removeMachines } from './machine/machines.ts';
import { addressOf } from './network/addresses.ts';
import { addHost, buildNetwork, enableForwarding, removeNetwork, restoreForwarding } from './network/lab-network.ts';
import { startNameServer } from './network/name-server.ts';
import { setNames } from './network/names.ts';
import { withLock } from './process/lock.ts';

/** The name by which the product is reached in the lab. */
export const DOMAIN = 'call.videocall.test';
/** The names that lead to the VPS at first. */
export const VPS_NAMES = [DOMAIN, `turn.${DOMAIN}`];

/** Where the engine is: what an operator rents. Programs run there find the engine. */
export const vps = new LabHost('vps', addressOf(10), ENGINE_ENVIRONMENT);
/** Where users are, and whoever else tries what is open. Programs run there find the engine too: tests look at both sides. */
export const outside = new LabHost('outside', addressOf(20), ENGINE_ENVIRONMENT);

/** Starting and stopping take seconds, but for what is fetched the first time. */
const PATIENCE = { patienceMs: 300_000 };

/**
 * Has the lab running: the one that runs, or a new one, whose engine has the images and build layers of the last one.
 * @returns whether it was started by this call
 * @throws Error that says why there can be none here
 */
export async function startEngine(report: (message: string) => void): Promise<boolean> {
  const obstacle = await whyNoLab(report);
  if (obstacle !== undefined) throw new Error(`no lab on this machine: ${obstacle}`);
  return withLock('lab', PATIENCE, async () => {
    if (runningLab()) return false;
    await takeDown();
    await ensurePlugins(report);
    await start(report).catch(async (error: unknown) => {
      await takeDown();
      throw error;
    });
    return true;
  });
}

async function start(report: (message: string) => void): Promise<void> {
  const startedAt = new Date().toISOString();
  await writeState({ startedAt });
  report('network');
  const forwardingWasOff = await enableForwarding();
  await writeState({ startedAt, forwardingWasOff });
  await buildNetwork();
  const nameServerPid = await startNameServer();
  await writeState({ startedAt, forwardingWasOff, nameServerPid });
  for (const host of [vps, outside]) await addHost(host.name, host.address);
  await setNames(vps.name, vps.address, VPS_NAMES);
  // What the set-up does on a real one: services without privileges serve 80 and 443.
  await vps.run(['sysctl', '-qw', 'net.ipv4.ip_unprivileged_port_start=80']);
  report('engine');
  const enginePid = await startDaemon(vps.name);
  await writeState({ startedAt, forwardingWasOff, nameServerPid, enginePid });
  await clearEngine();
}

/** Ends the lab with everything that runs in it. Nothing is left but the cache; a lab that does not run is fine. */
export async function stopLab(): Promise<void> {
  await withLock('lab', PATIENCE, takeDown);
}

async function takeDown(): Promise<void> {
  const { enginePid, nameServerPid, forwardingWasOff } = readState();
  await removeMachines();
  if (enginePid !== undefined) await stopDaemon(enginePid);
  if (nameServerPid !== undefined && isNameServer(nameServerPid)) process.kill(nameServerPid, 'SIGTERM');
  await removeNetwork();
  if (forwardingWasOff === true) await restoreForwarding();
  await forgetState();
}

function isNameServer(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'dnsmasq';
  } catch {
    return false;
  }
}
