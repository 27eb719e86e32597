import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { ensureLogins, issueCertificate, migrate, serviceAddresses } from '@videocall/provision';
import { postgresProcess, postgresUrl } from '../servers/postgres.ts';
import { redisProcess, redisUrl } from '../servers/redis.ts';
import { hasTurnServer, turnProcess, turnUrls } from '../servers/turn.ts';
import type { ProcessSpecification } from '../process/process-specification.ts';
import { serviceProcess } from '../services/service-process.ts';
import type { ServiceDefinition, StackContext } from '../services/service-definition.ts';
import { SERVICES, sfuNode } from '../services/service-table.ts';
import { choosePorts, portKey } from './choose-ports.ts';
import { openDataFolder, type DataFolder } from './data-folder.ts';
import { loadSecrets, loginPasswords, type Secrets } from './secrets.ts';
import { Stack } from './stack.ts';
import { readState, runningStack } from './state-file.ts';

const DATABASE = 'videocall';
const LOOPBACK = '127.0.0.1';
/** Each relay takes one; a call of ten over relays has some sixty. */
const RELAY_PORTS = 100;
const ADMIN_EMAIL = 'admin@videocall.test';

/** Servers that are not ours and listen too. */
const SERVERS: readonly Pick<ServiceDefinition, 'name' | 'ports'>[] = [
  { name: 'postgres', ports: { sql: 1 } },
  { name: 'redis', ports: { resp: 1 } },
  { name: 'coturn', ports: { turn: 1, tls: 1, relay: RELAY_PORTS } },
];

export interface StackOptions {
  /** Where its data, secrets and logs are kept. Stacks on different folders do not disturb each other. */
  readonly dataDir: string;
  /** Path of the mediasoup-worker binary (`ensureMediaWorker`). */
  readonly mediaWorkerBinary: string;
  /** Whether committed data must survive a crash of the machine; tests do without. */
  readonly durable: boolean;
  /** Address of this machine at which media and relays are offered; this machine alone (127.0.0.1) unless told. */
  readonly mediaAddress?: string;
  /** How many sfu-nodes there are; one unless told. The others are named sfu-node-2, sfu-node-3 … */
  readonly sfuNodes?: number;
  /** Settings by service that differ from the table's, e.g. lower limits for a test. */
  readonly environment?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Told what is being done. */
  readonly onProgress?: (message: string) => void;
}

function contextOf(
  folder: DataFolder,
  options: StackOptions,
  secrets: Secrets,
  ports: Readonly<Record<string, number>>,
): StackContext & { ownerDatabaseUrl: string; serverUrl: string } {
  const port = (service: string, name: string): number => {
    const chosen = ports[portKey(service, name)];
    if (chosen === undefined) throw new Error(`the service table gives ${service} no port "${name}"`);
    return chosen;
  };
  const serverUrl = postgresUrl({ port: port('postgres', 'sql'), password: secrets.postgres });
  const owner = new URL(serverUrl);
  owner.pathname = `/${DATABASE}`;
  return {
    publicUrl: `http://127.0.0.1:${port('web', 'http')}`,
    dataDir: folder.root,
    redisUrl: redisUrl({ port: port('redis', 'resp'), password: secrets.redis }),
    databaseUrls: serviceAddresses(serverUrl, loginPasswords(secrets), DATABASE),
    sfuNodes: ['sfu-node', ...furtherSfuNodes(options)],
    mediaWorkerBinary: options.mediaWorkerBinary,
    mediaAddress: options.mediaAddress ?? LOOPBACK,
    turn: hasTurnServer() ? { urls: turnUrls(turnPlace(options, port)), secretFile: folder.turnSecretFile } : undefined,
    admin: { email: ADMIN_EMAIL, passwordFile: folder.adminPasswordFile },
    port,
    certificate: (service) => issueCertificate(folder.certificates, service),
    ownerDatabaseUrl: owner.href,
    serverUrl,
  };
}

function furtherSfuNodes({ sfuNodes = 1 }: StackOptions): string[] {
  return Array.from({ length: sfuNodes - 1 }, (_, index) => `sfu-node-${index + 2}`);
}

/** Where the TURN server listens. */
function turnPlace({ mediaAddress = LOOPBACK }: StackOptions, port: StackContext['port']) {
  return { address: mediaAddress, port: port('coturn', 'turn'), tlsPort: port('coturn', 'tls') };
}

/** The TURN server, where coturn is installed: it relays to this stack's sfu-node only. */
function turnServer(
  folder: DataFolder,
  options: StackOptions,
  secrets: Secrets,
  { port, certificate }: StackContext,
): ProcessSpecification {
  const place = turnPlace(options, port);
  const firstRelay = port('coturn', 'relay');
  writeFileSync(folder.turnSecretFile, secrets.turn, { mode: 0o600 });
  const announced = options.environment?.['sfu-node']?.['MEDIA_ANNOUNCED_ADDRESS'];
  return turnProcess({
    ...place,
    ...certificate('coturn'),
    dataDir: folder.turn,
    relayPorts: [firstRelay, firstRelay + RELAY_PORTS - 1],
    mediaAddresses: [announced ?? place.address],
    secret: secrets.turn,
    logFile: folder.logOf('coturn'),
  });
}

/**
 * Starts the whole product on this machine and returns when every part is ready.
 * @throws Error that says what to do; nothing is left running then
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { dataDir, durable, environment = {}, onProgress = () => undefined } = options;
  const folder = openDataFolder(dataDir);
  const running = runningStack(folder.stateFile);
  if (running)
    throw new Error(`a stack already runs on ${dataDir} (pid ${running.supervisor.pid}); npm run down ends it`);
  const services = [...SERVICES, ...furtherSfuNodes(options).map(sfuNode)];
  const unknown = Object.keys(environment).find((name) => !services.some((service) => service.name === name));
  if (unknown !== undefined) throw new Error(`settings were given for "${unknown}", which is no service`);

  // Logs tell of this run; an error shows their end.
  rmSync(folder.logs, { recursive: true });
  mkdirSync(folder.logs, { mode: 0o700 });
  const secrets = loadSecrets(folder.secretsFile);
  const ports = await choosePorts(readState(folder.stateFile).ports, [...SERVERS, ...services]);
  const context = contextOf(folder, options, secrets, ports);
  const { publicUrl, databaseUrls, ownerDatabaseUrl, redisUrl: redisAddress } = context;
  const grpcAddress = `127.0.0.1:${context.port('api-gateway', 'publicGrpc')}`;
  const stack = new Stack({
    stateFile: folder.stateFile,
    ports,
    addresses: { publicUrl, grpcAddress, databaseUrls, ownerDatabaseUrl, redisUrl: redisAddress },
    account: context.admin,
  });
  try {
    onProgress('PostgreSQL, Redis and, where it is installed, coturn');
    const postgres = {
      dataDir: folder.postgres,
      port: context.port('postgres', 'sql'),
      password: secrets.postgres,
      logFile: folder.logOf('postgres'),
      durable,
    };
    stack.start('server', await postgresProcess(postgres));
    stack.start(
      'server',
      redisProcess({
        dataDir: folder.redis,
        port: context.port('redis', 'resp'),
        password: secrets.redis,
        logFile: folder.logOf('redis'),
      }),
    );
    const servers = ['postgres', 'redis'];
    if (context.turn) {
      stack.start('server', turnServer(folder, options, secrets, context));
      servers.push('coturn');
    }
    await Promise.all(servers.map((server) => stack.waitUntilReady(server)));

    onProgress('migrations');
    await migrate(ownerDatabaseUrl);
    await ensureLogins(ownerDatabaseUrl, loginPasswords(secrets));

    onProgress(`services: ${services.map(({ name }) => name).join(', ')}`);
    for (const service of services) {
      const settings = { ...service.environment(context), ...environment[service.name] };
      stack.start(
        'service',
        serviceProcess(service, context.port(service.name, 'http'), settings, folder.logOf(service.name)),
      );
    }
    await Promise.all(services.map(({ name }) => stack.waitUntilReady(name)));
    return stack;
  } catch (error) {
    await stack.stop();
    throw error;
  }
}
