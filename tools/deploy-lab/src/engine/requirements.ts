import { accessSync, constants } from 'node:fs';
import { arch, platform } from 'node:os';
import { ensureSystemPackages } from '@videocall/system-packages';
import { attempt } from '../process/run.ts';
import { namespaceOf } from '../network/lab-network.ts';

/** What the lab needs of Debian or Ubuntu. */
const LAB_PACKAGES = [
  'docker.io',
  'iptables',
  'iproute2',
  'nftables',
  'dnsmasq-base',
  'mmdebstrap',
  'debian-archive-keyring',
  'systemd-container',
  'tini',
  'nmap',
  'openssl',
  'libnss3-tools',
  'chromium',
  'ffmpeg',
];

/**
 * Why no lab can be built on this machine. Where one could be, what it needs is installed.
 * @returns the reason and what would help; undefined where one can be built
 */
export async function whyNoLab(report: (message: string) => void): Promise<string | undefined> {
  const obstacle = whyNoRights();
  if (obstacle !== undefined) return obstacle;
  await ensureSystemPackages(LAB_PACKAGES, report);
  return whyNoNamespaces();
}

function whyNoRights(): string | undefined {
  if (platform() !== 'linux') return `the lab is made of Linux's namespaces; this is ${platform()}`;
  if (arch() !== 'x64' && arch() !== 'arm64') return `there are no base packages for ${arch()}`;
  if (process.getuid?.() !== 0) return 'only root may make network namespaces and start an engine; try sudo';
  for (const folder of ['/run', '/sys/fs/cgroup']) {
    try {
      accessSync(folder, constants.W_OK);
    } catch {
      return `${folder} cannot be written to: this is a container without the rights that an engine needs`;
    }
  }
  return undefined;
}

async function whyNoNamespaces(): Promise<string | undefined> {
  const probe = namespaceOf(`probe${process.pid}`);
  const made = await attempt(['ip', 'netns', 'add', probe]);
  if (made.code !== 0) return `no network namespace can be made: ${made.stderr.trim()}`;
  try {
    const nat = ['iptables', '-t', 'nat', '-A', 'POSTROUTING', '-j', 'MASQUERADE'];
    const filter = await attempt(['ip', 'netns', 'exec', probe, ...nat]);
    if (filter.code !== 0) return `the kernel translates no addresses: ${filter.stderr.trim()}`;
    const bridge = await attempt(['ip', '-n', probe, 'link', 'add', 'probe0', 'type', 'bridge']);
    if (bridge.code !== 0) return `the kernel makes no bridges: ${bridge.stderr.trim()}`;
    return undefined;
  } finally {
    await attempt(['ip', 'netns', 'delete', probe]);
  }
}
