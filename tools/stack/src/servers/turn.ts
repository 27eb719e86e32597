import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { ProcessSpecification } from '../process/process-specification.ts';
import { repositoryRoot } from '../repository.ts';

/** Debian's package that brings coturn. */
export const TURN_PACKAGE = 'coturn';
const PROGRAM = '/usr/bin/turnserver';

/** What it is told here and on servers alike; among it that it relays nowhere but where it is allowed to. */
const SHARED_CONFIGURATION = join(repositoryRoot, 'deploy', 'coturn', 'turnserver.conf');

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

/** coturn's configuration, which relays to the sfu-nodes and nowhere else. */
export function turnConfiguration(options: TurnOptions): string {
  const { address, port, tlsPort, relayPorts, mediaAddresses, secret, certFile, keyFile, dataDir } = options;
  const loopback = mediaAddresses.some((one) => one.startsWith('127.') || one === '::1');
  return [
    readFileSync(SHARED_CONFIGURATION, 'utf8'),
    `listening-ip=${address}`,
    `relay-ip=${address}`,
    `listening-port=${port}`,
    `tls-listening-port=${tlsPort}`,
    `min-port=${relayPorts[0]}`,
    `max-port=${relayPorts[1]}`,
    `static-auth-secret=${secret}`,
    `userdb=${join(dataDir, 'users.sqlite')}`,
    ...mediaAddresses.map((media) => `allowed-peer-ip=${media}`),
    // coturn denies loopback by itself; the lists say which of it.
    ...(loopback ? ['allow-loopback-peers'] : []),
    `cert=${certFile}`,
    `pkey=${keyFile}`,
    `pidfile=${join(dataDir, 'pid')}`,
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
