import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { attempt, run } from '../process/run.ts';
import { IPV4_LENGTH, IPV6_LENGTH, ROUTER, UPLINK, type HostAddress } from './addresses.ts';

/** All network namespaces and interfaces of the lab begin so. */
const MARK = 'vclab';
const INTERNET = namespaceOf('internet');
/** The machine's end of the cable to the router. */
const MACHINE_END = `${MARK}0`;
const BRIDGE = 'lab0';

/** The name of a host's network namespace. */
export function namespaceOf(host: string): string {
  return `${MARK}-${host}`;
}

const ip = (...args: string[]): Promise<string> => run(['ip', ...args]);
const inside = (namespace: string, ...command: string[]): Promise<string> =>
  run(['ip', 'netns', 'exec', namespace, ...command]);

/** What this machine's packet filter must let through for the lab. A table of its own could not undo another's refusal. */
const FILTER_RULES = [
  ['filter', 'INPUT', '-i', MACHINE_END, '-j', 'ACCEPT'],
  ['filter', 'FORWARD', '-i', MACHINE_END, '-j', 'ACCEPT'],
  ['filter', 'FORWARD', '-o', MACHINE_END, '-j', 'ACCEPT'],
  ['nat', 'POSTROUTING', '-s', UPLINK.router, '!', '-o', MACHINE_END, '-j', 'MASQUERADE'],
] as const;

/** The lab's router with a switch for its hosts, joined to the real network so that builds can fetch packages. */
export async function buildNetwork(): Promise<void> {
  await ip('netns', 'add', INTERNET);
  await ip('link', 'add', MACHINE_END, 'type', 'veth', 'peer', 'name', 'up0', 'netns', INTERNET);
  await ip('address', 'add', `${UPLINK.machine}/${UPLINK.length}`, 'dev', MACHINE_END);
  await ip('link', 'set', MACHINE_END, 'up');
  const router = (...args: string[]): Promise<string> => ip('-n', INTERNET, ...args);
  await router('link', 'set', 'lo', 'up');
  await router('address', 'add', `${UPLINK.router}/${UPLINK.length}`, 'dev', 'up0');
  await router('link', 'set', 'up0', 'up');
  await router('route', 'add', 'default', 'via', UPLINK.machine);
  await router('link', 'add', BRIDGE, 'type', 'bridge');
  await router('address', 'add', `${ROUTER.ipv4}/${IPV4_LENGTH}`, 'dev', BRIDGE);
  await router('address', 'add', `${ROUTER.ipv6}/${IPV6_LENGTH}`, 'dev', BRIDGE, 'nodad');
  await router('link', 'set', BRIDGE, 'up');
  await inside(INTERNET, 'sysctl', '-qw', 'net.ipv4.ip_forward=1', 'net.ipv6.conf.all.forwarding=1');
  await inside(INTERNET, 'iptables', '-t', 'nat', '-A', 'POSTROUTING', '-o', 'up0', '-j', 'MASQUERADE');
  for (const [table, chain, ...rule] of FILTER_RULES) await run(['iptables', '-t', table, '-I', chain, ...rule]);
}

/**
 * Lets this machine forward packets, which the lab's way out needs.
 * @returns whether it did not before
 */
export async function enableForwarding(): Promise<boolean> {
  if ((await readFile('/proc/sys/net/ipv4/ip_forward', 'utf8')).trim() === '1') return false;
  await writeFile('/proc/sys/net/ipv4/ip_forward', '1');
  return true;
}

export async function restoreForwarding(): Promise<void> {
  await writeFile('/proc/sys/net/ipv4/ip_forward', '0');
}

/** A host's network namespace, joined to the lab's switch. */
export async function addHost(host: string, address: HostAddress): Promise<void> {
  const namespace = namespaceOf(host);
  const files = join('/etc/netns', namespace);
  await mkdir(files, { recursive: true });
  // `ip netns exec` shows these in place of the machine's.
  await writeFile(join(files, 'resolv.conf'), `nameserver ${UPLINK.machine}\noptions timeout:2 attempts:2\n`);
  await writeFile(join(files, 'hosts'), `127.0.0.1 localhost ${host}\n::1 localhost\n`);
  await ip('netns', 'add', namespace);
  await ip('link', 'add', 'eth0', 'netns', namespace, 'type', 'veth', 'peer', 'name', `to-${host}`, 'netns', INTERNET);
  await ip('-n', INTERNET, 'link', 'set', `to-${host}`, 'master', BRIDGE, 'up');
  await ip('-n', namespace, 'link', 'set', 'lo', 'up');
  await ip('-n', namespace, 'address', 'add', `${address.ipv4}/${IPV4_LENGTH}`, 'dev', 'eth0');
  await ip('-n', namespace, 'address', 'add', `${address.ipv6}/${IPV6_LENGTH}`, 'dev', 'eth0', 'nodad');
  await ip('-n', namespace, 'link', 'set', 'eth0', 'up');
  await ip('-n', namespace, 'route', 'add', 'default', 'via', ROUTER.ipv4);
  await ip('-n', namespace, '-6', 'route', 'add', 'default', 'via', ROUTER.ipv6);
}

/** Takes a host off the lab's network; a host that is not there is fine. */
export async function removeHost(host: string): Promise<void> {
  const namespace = namespaceOf(host);
  await attempt(['ip', 'netns', 'delete', namespace]);
  await rm(join('/etc/netns', namespace), { recursive: true, force: true });
}

/** The hosts there are, whoever made them. */
export async function presentHosts(): Promise<string[]> {
  const list = await ip('netns', 'list');
  return list.split('\n').flatMap((line) => {
    const name = line.split(' ')[0] ?? '';
    return name.startsWith(`${MARK}-`) && name !== INTERNET ? [name.slice(MARK.length + 1)] : [];
  });
}

/** Removes everything that {@link buildNetwork} and {@link addHost} made, however much of it there is. */
export async function removeNetwork(): Promise<void> {
  for (const host of await presentHosts()) await removeHost(host);
  await attempt(['ip', 'netns', 'delete', INTERNET]);
  await attempt(['ip', 'link', 'delete', MACHINE_END]);
  for (const [table, chain, ...rule] of FILTER_RULES) await attempt(['iptables', '-t', table, '-D', chain, ...rule]);
}
