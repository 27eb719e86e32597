import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureSystem } from '../images/debian.ts';
import { PLUGINS } from '../engine/plugins.ts';
import { prepareRuntime } from '../engine/runtime.ts';
import { CACHE } from '../folders.ts';
import { UPLINK } from '../network/addresses.ts';
import { run } from '../process/run.ts';

/** What a provider's Debian 12 has besides Debian's base. */
const AS_RENTED = [
  ...['systemd', 'systemd-sysv', 'dbus', 'udev', 'iproute2', 'iptables', 'procps', 'kmod', 'cron'],
  ...['openssh-server', 'sudo', 'curl', 'ca-certificates', 'locales'],
];
const DOCKER = ['docker.io', 'git'];

/** systemd-nspawn keeps a container from making control groups (v1); an engine must. */
const WRITABLE_GROUPS = `[Unit]
Description=Control groups that an engine can use
DefaultDependencies=no
Before=sysinit.target
[Service]
Type=oneshot
ExecStart=/bin/sh -c 'for group in /sys/fs/cgroup/*; do mountpoint -q "$group" && mount -o remount,bind,rw "$group"; done; true'
[Install]
WantedBy=sysinit.target
`;

/** Where the root folders of booted machines are. */
export const SYSTEMS = join(CACHE, 'machines');

/** Unpacks a fresh Debian 12, as a provider hands it over. @returns its root folder */
export async function unpackSystem(name: string, withDocker: boolean): Promise<string> {
  const root = join(SYSTEMS, name);
  await rm(root, { recursive: true, force: true });
  await mkdir(root, { recursive: true });
  const packages = withDocker ? [...AS_RENTED, ...DOCKER] : AS_RENTED;
  const archive = await ensureSystem(withDocker ? 'machine-docker' : 'machine', 'bookworm', [
    '--variant=apt',
    `--include=${packages.join(',')}`,
  ]);
  await run(['tar', '--extract', '--numeric-owner', '--xattrs', '--file', archive, '--directory', root]);
  await writeFile(join(root, 'etc/hostname'), `${name}\n`);
  await writeFile(join(root, 'etc/hosts'), `127.0.0.1 localhost\n127.0.1.1 ${name}\n::1 localhost\n`);
  await rm(join(root, 'etc/resolv.conf'), { force: true });
  await writeFile(join(root, 'etc/resolv.conf'), `nameserver ${UPLINK.machine}\n`);
  // Every one has an identity of its own.
  await writeFile(join(root, 'etc/machine-id'), '');
  await writeFile(join(root, 'etc/systemd/system/lab-control-groups.service'), WRITABLE_GROUPS);
  await run(['systemctl', '--quiet', `--root=${root}`, 'enable', 'lab-control-groups.service']);
  await prepareRuntime(root);
  if (withDocker) {
    const plugins = join(root, 'usr/libexec/docker/cli-plugins');
    await mkdir(plugins, { recursive: true });
    await run(['cp', '-a', `${PLUGINS}/.`, plugins]);
  }
  return root;
}
