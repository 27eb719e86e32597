import { availableParallelism } from 'node:os';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { composeUp, DOMAIN, outside, vps } from './index.ts';

const SCAN_MS = 280_000;
/** The first port of media, TCP and UDP, one for each worker. */
const MEDIA = Array.from({ length: availableParallelism() }, (_, worker) => 40_000 + worker);
const TCP = [80, 443, 3478, ...MEDIA];
const UDP = [3478, 5000, ...MEDIA];
/** Ports of relays that somebody holds at the moment (TURN_RELAY_PORTS). */
const RELAYS = { first: 49_152, last: 49_407 } as const;
const isRelay = (port: number): boolean => port >= RELAYS.first && port <= RELAYS.last;

/** Ports of all there are where something listens, as seen from outside. */
async function openPorts(options: readonly string[], address: string): Promise<number[]> {
  const scan = [
    'nmap',
    '-n',
    '-Pn',
    '-p-',
    '--max-retries',
    '3',
    '--min-rate',
    '1500',
    '-oG',
    '-',
    ...options,
    address,
  ];
  const listed = await outside.run(scan, { timeoutMs: SCAN_MS });
  return [...listed.matchAll(/(\d+)\/open[^/]*\//g)].map(([, port]) => Number(port)).sort((one, other) => one - other);
}

describe('a server, seen from outside', () => {
  beforeAll(async () => {
    await composeUp();
    // Else the kernel answers only some of the questions that a scan asks of closed ports.
    const sysctls = ['net.ipv4.icmp_ratelimit=0', 'net.ipv6.icmp.ratelimit=0', 'net.ipv4.icmp_msgs_per_sec=100000'];
    await vps.attempt(['sysctl', '-qew', ...sysctls]);
  }, 600_000);

  it('has only the intended ports open, over IPv4', async () => {
    expect(await openPorts(['-sS'], vps.address.ipv4)).toEqual(TCP);
    expect((await openPorts(['-sU'], vps.address.ipv4)).filter((port) => !isRelay(port))).toEqual(UDP);
  });

  it('and over IPv6', async () => {
    expect(await openPorts(['-6', '-sS'], vps.address.ipv6)).toEqual(TCP);
    expect((await openPorts(['-6', '-sU'], vps.address.ipv6)).filter((port) => !isRelay(port))).toEqual(UDP);
  });

  describe('speaks TLS', () => {
    /** Offers one version alone, with every cipher there is. */
    const handshake = (version: string) =>
      outside.attempt([
        ...['openssl', 's_client', '-connect', `${DOMAIN}:443`, '-servername', DOMAIN, '-brief'],
        ...[version, '-cipher', 'ALL:@SECLEVEL=0'],
      ]);

    it.each(['-tls1_2', '-tls1_3'])('of version %s', async (version) => {
      expect((await handshake(version)).stderr).toContain('CONNECTION ESTABLISHED');
    });

    it.each(['-tls1', '-tls1_1'])('not of version %s', async (version) => {
      const { code, stderr } = await handshake(version);
      expect(code).not.toBe(0);
      expect(stderr).toMatch(/alert protocol version/);
    });
  });

  it('leads from HTTP to HTTPS, and tells browsers to stay there', async () => {
    const plain = await fetch(`http://${DOMAIN}/rooms?x=1`, { redirect: 'manual' });
    expect([301, 308]).toContain(plain.status);
    expect(plain.headers.get('location')).toBe(`https://${DOMAIN}/rooms?x=1`);
    const page = await fetch(`https://${DOMAIN}/`);
    expect(page.status).toBe(200);
    expect(page.headers.get('strict-transport-security')).toMatch(/max-age=\d{8,}/);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  });
});
