import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { waitFor } from '@videocall/stack';
import { RUN } from '../folders.ts';
import { attempt } from '../process/run.ts';
import { UPLINK } from './addresses.ts';
import { NAMES_FOLDER } from './names.ts';

/** Starts the lab's name server: it knows the lab's names, and asks this machine's for all others. @returns its process id */
export async function startNameServer(): Promise<number> {
  await mkdir(NAMES_FOLDER, { recursive: true });
  const server = spawn(
    'dnsmasq',
    [
      '--keep-in-foreground',
      '--conf-file=/dev/null',
      '--user=root',
      '--bind-interfaces',
      '--except-interface=lo',
      `--listen-address=${UPLINK.machine}`,
      '--no-hosts',
      `--hostsdir=${NAMES_FOLDER}`,
      '--local=/test/',
      '--local-ttl=0',
      `--pid-file=${join(RUN, 'dnsmasq.pid')}`,
      `--log-facility=${join(RUN, 'dnsmasq.log')}`,
    ],
    { stdio: 'ignore', detached: true },
  );
  server.unref();
  if (server.pid === undefined) throw new Error('dnsmasq could not be started');
  // Not loopback: `dig` is not there, but the resolver of glibc can be asked from inside a host. A bound port is enough here.
  await waitFor(async () => (await attempt(['ss', '-Hlnu', `src ${UPLINK.machine}`])).stdout.includes(':53'), {
    what: 'the name server listening',
  });
  return server.pid;
}
