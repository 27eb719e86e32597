import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { ProcessSpecification } from '../process/process-specification.ts';

/** Debian's package that brings coturn. */
export const TURN_PACKAGE = 'coturn';
const PROGRAM = '/usr/bin/turnserver';

/** Relays at once that one identity may have: two connections, several ways each, twice during a restart of ICE. */
const RELAYS_PER_IDENTITY = 40;

export interface TurnOptions {
  /** Folder for its files; made when absent. */
  readonly dataDir: string;
  /** Address it listens on and relays from. */
  readonly address: string;
  /** UDP and TCP port. */
  readonly port: number;
  /** TCP port for TLS. */
  readonly tlsPort: number;
  /** First and last UDP port of relays. */
  readonly relayPorts: readonly [first: number, last: number];
  /** The only addresses that may be reached through it: the sfu-nodes'. */
  readonly mediaAddresses: readonly string[];
  /** The `static-auth-secret` that credentials are made from. */
  readonly secret: string;
  /** PEM files. */
  readonly certFile: string;
  readonly keyFile: string;
  readonly logFile: string;
}

/** Whether coturn is installed. */
export function hasTurnServer(): boolean {
  return existsSync(PROGRAM);
}

/**
 * coturn's configuration, which relays to the sfu-nodes and nowhere else. Its access lists take single addresses and ranges with
 * a hyphen; one in CIDR notation is an error in its log and **lets everything through** (coturn 4.6.1). Whatever is not
 * named as allowed must be covered by a denied range, in both families, or a mapped IPv6 address slips past.
 */
export function turnConfiguration(options: TurnOptions): string {
  const { address, port, tlsPort, relayPorts, mediaAddresses, secret, certFile, keyFile, dataDir } = options;
  const loopback = mediaAddresses.some((one) => one.startsWith('127.') || one === '::1');
  return [
    `listening-ip=${address}`,
    `relay-ip=${address}`,
    `listening-port=${port}`,
    `tls-listening-port=${tlsPort}`,
    `min-port=${relayPorts[0]}`,
    `max-port=${relayPorts[1]}`,
    'realm=videocall',
    'fingerprint',
    // Credentials for half an hour, from the shared secret; nothing is looked up in a database.
    'use-auth-secret',
    `static-auth-secret=${secret}`,
    `userdb=${join(dataDir, 'users.sqlite')}`,
    'stale-nonce=600',
    ...mediaAddresses.map((media) => `allowed-peer-ip=${media}`),
    'denied-peer-ip=0.0.0.0-255.255.255.255',
    'denied-peer-ip=::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
    'no-multicast-peers',
    // coturn denies loopback by itself; the lists above say which of it.
    ...(loopback ? ['allow-loopback-peers'] : []),
    'no-tcp-relay',
    `user-quota=${RELAYS_PER_IDENTITY}`,
    `cert=${certFile}`,
    `pkey=${keyFile}`,
    'no-tlsv1',
    'no-tlsv1_1',
    'no-dtls',
    'no-cli',
    'no-software-attribute',
    'no-rfc5780',
    'no-stun-backward-compatibility',
    `pidfile=${join(dataDir, 'pid')}`,
    'log-file=stdout',
    'simple-log',
    '',
  ].join('\n');
}

/** What clients are told of it, most wanted first. */
export function turnUrls({ address, port, tlsPort }: Pick<TurnOptions, 'address' | 'port' | 'tlsPort'>): string[] {
  return [
    `turn:${address}:${port}?transport=udp`,
    `turn:${address}:${port}?transport=tcp`,
    `turns:${address}:${tlsPort}?transport=tcp`,
  ];
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** A TURN server: UDP, TCP and TLS. */
export function turnProcess(options: TurnOptions): ProcessSpecification {
  const { dataDir, address, port, tlsPort, logFile } = options;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  // In a file, since arguments are visible to every user of the machine.
  const configuration = join(dataDir, 'turnserver.conf');
  writeFileSync(configuration, turnConfiguration(options), { mode: 0o600 });
  return {
    name: 'coturn',
    command: PROGRAM,
    args: ['-c', configuration],
    cwd: dataDir,
    env: process.env,
    logFile,
    stopSignal: 'SIGTERM',
    isReady: async () => (await accepts(address, port)) && (await accepts(address, tlsPort)),
  };
}
