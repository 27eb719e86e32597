import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { ServiceDefinition, StackContext } from './service-definition.ts';

const workers = availableParallelism();
/** Of five recordings (recorder's CAPTURE_PORT_COUNT). */
const CAPTURE_PORTS = 320;

/** Settings that every service of ours reads. `certificate`: whose it shows. */
function common(context: StackContext, name: string, certificate = name): Record<string, string> {
  const { caFile, certFile, keyFile } = context.certificate(certificate);
  return {
    NODE_ENV: 'development',
    LOG_LEVEL: 'info',
    HTTP_HOST: '127.0.0.1',
    HTTP_PORT: String(context.port(name, 'http')),
    TLS_CA_FILE: caFile,
    TLS_CERT_FILE: certFile,
    TLS_KEY_FILE: keyFile,
  };
}

function grpcListener(context: StackContext, name: string): Record<string, string> {
  return { GRPC_HOST: '127.0.0.1', GRPC_PORT: String(context.port(name, 'grpc')) };
}

const grpcAddress = (context: StackContext, name: string): string => `localhost:${context.port(name, 'grpc')}`;

const jwksUrl = (context: StackContext, name: string): string =>
  `http://127.0.0.1:${context.port(name, 'http')}/.well-known/jwks.json`;

const serviceSecrets = (context: StackContext): string => join(context.dataDir, 'service-secrets');

/** An sfu-node by this name; all of them prove themselves by the same certificate. */
export const sfuNode = (name: string): ServiceDefinition => ({
  name,
  ports: { http: 1, grpc: 1, media: workers },
  readyPath: '/readyz',
  program: ['apps/sfu-node/dist/main.js'],
  environment: (context) => ({
    ...common(context, name, 'sfu-node'),
    ...grpcListener(context, name),
    NODE_ID: `local_${name}`,
    ORCHESTRATOR_JWKS_URL: jwksUrl(context, 'call-orchestrator'),
    REDIS_URL: context.redisUrl,
    MEDIA_LISTEN_IP: context.mediaAddress,
    MEDIA_ANNOUNCED_ADDRESS: context.mediaAddress,
    MEDIA_PORT_BASE: String(context.port(name, 'media')),
    MEDIA_WORKERS: String(workers),
    MEDIASOUP_WORKER_BIN: context.mediaWorkerBinary,
  }),
});

/** The services of the product, in the order in which they are started. */
export const SERVICES: readonly ServiceDefinition[] = [
  {
    name: 'auth',
    ports: { http: 1, grpc: 1 },
    readyPath: '/readyz',
    program: ['apps/auth/dist/main.js'],
    environment: (context) => ({
      ...common(context, 'auth'),
      ...grpcListener(context, 'auth'),
      DATABASE_URL: context.databaseUrls.auth,
      REDIS_URL: context.redisUrl,
      ORCHESTRATOR_GRPC_ADDRESS: grpcAddress(context, 'call-orchestrator'),
      ORCHESTRATOR_JWKS_URL: jwksUrl(context, 'call-orchestrator'),
      KEY_ENCRYPTION_KEY_FILE: join(context.dataDir, 'auth-key-encryption-key'),
      ADMIN_EMAIL: context.admin.email,
      ADMIN_PASSWORD_FILE: context.admin.passwordFile,
      SERVICE_ACCOUNTS: 'echo-test=Echo',
      SERVICE_SECRETS_DIR: serviceSecrets(context),
      REGISTRATION_OPEN: 'true',
      PUBLIC_URL: context.publicUrl,
    }),
  },
  {
    name: 'call-orchestrator',
    ports: { http: 1, grpc: 1 },
    readyPath: '/readyz',
    program: ['apps/call-orchestrator/dist/main.js'],
    environment: (context) => ({
      ...common(context, 'call-orchestrator'),
      ...grpcListener(context, 'call-orchestrator'),
      DATABASE_URL: context.databaseUrls.call,
      REDIS_URL: context.redisUrl,
      AUTH_GRPC_ADDRESS: grpcAddress(context, 'auth'),
      AUTH_JWKS_URL: jwksUrl(context, 'auth'),
      KEY_ENCRYPTION_KEY_FILE: join(context.dataDir, 'call-orchestrator-key-encryption-key'),
      SFU_NODES: context.sfuNodes.map((name) => grpcAddress(context, name)).join(','),
      ...(context.turn && { TURN_URLS: context.turn.urls.join(','), TURN_SECRET_FILE: context.turn.secretFile }),
      RECORDER_GRPC_ADDRESS: grpcAddress(context, 'recorder'),
      PUBLIC_URL: context.publicUrl,
      // A developer's machine does other things as well.
      HOST_LIMITS_ENFORCED: 'false',
    }),
  },
  sfuNode('sfu-node'),
  {
    name: 'api-gateway',
    ports: { http: 1, publicGrpc: 1 },
    readyPath: '/readyz',
    program: ['apps/api-gateway/dist/main.js'],
    environment: (context) => ({
      ...common(context, 'api-gateway'),
      GRPC_PUBLIC_PORT: String(context.port('api-gateway', 'publicGrpc')),
      REDIS_URL: context.redisUrl,
      AUTH_GRPC_ADDRESS: grpcAddress(context, 'auth'),
      AUTH_JWKS_URL: jwksUrl(context, 'auth'),
      ORCHESTRATOR_GRPC_ADDRESS: grpcAddress(context, 'call-orchestrator'),
      ORCHESTRATOR_JWKS_URL: jwksUrl(context, 'call-orchestrator'),
      ECHO_TEST_GRPC_ADDRESS: grpcAddress(context, 'echo-test'),
      RECORDER_GRPC_ADDRESS: grpcAddress(context, 'recorder'),
      RECORDER_HTTP_URL: `http://127.0.0.1:${context.port('recorder', 'http')}`,
      PUBLIC_URL: context.publicUrl,
      WEB_ORIGINS: context.publicUrl,
      // The web server in front of it, which tells the client's address.
      TRUSTED_PROXIES: '127.0.0.1',
    }),
  },
  {
    name: 'recorder',
    ports: { http: 1, grpc: 1, capture: CAPTURE_PORTS },
    readyPath: '/readyz',
    program: ['apps/recorder/dist/main.js'],
    environment: (context) => ({
      ...common(context, 'recorder'),
      ...grpcListener(context, 'recorder'),
      DATABASE_URL: context.databaseUrls.recording,
      REDIS_URL: context.redisUrl,
      ORCHESTRATOR_GRPC_ADDRESS: grpcAddress(context, 'call-orchestrator'),
      AUTH_JWKS_URL: jwksUrl(context, 'auth'),
      RECORDINGS_DIR: join(context.dataDir, 'captures'),
      STORAGE_FOLDER: join(context.dataDir, 'recordings'),
      STORAGE_KEY_FILE: join(context.dataDir, 'recordings-key'),
      CAPTURE_IP: '127.0.0.1',
      CAPTURE_PORT_BASE: String(context.port('recorder', 'capture')),
      CAPTURE_PORT_COUNT: String(CAPTURE_PORTS),
    }),
  },
  {
    name: 'echo-test',
    ports: { http: 1, grpc: 1, udp: 1 },
    readyPath: '/readyz',
    program: ['apps/echo-test/dist/main.js'],
    environment: (context) => ({
      ...common(context, 'echo-test'),
      ...grpcListener(context, 'echo-test'),
      UDP_HOST: '127.0.0.1',
      UDP_PORT: String(context.port('echo-test', 'udp')),
      ECHO_DELAY_MS: '1000',
      AUTH_JWKS_URL: jwksUrl(context, 'auth'),
      GATEWAY_URL: `http://127.0.0.1:${context.port('api-gateway', 'http')}`,
      GATEWAY_GRPC_ADDRESS: `127.0.0.1:${context.port('api-gateway', 'publicGrpc')}`,
      SERVICE_SECRET_FILE: join(serviceSecrets(context), 'echo-test'),
    }),
  },
  {
    name: 'web',
    ports: { http: 1 },
    readyPath: '/',
    // Serves the built app and passes the API's paths on to the gateway, as nginx does on a server (vite.config.ts).
    program: ['node_modules/vite/bin/vite.js', 'preview', 'apps/web', '--logLevel', 'warn'],
    environment: (context) => ({
      HTTP_HOST: '127.0.0.1',
      HTTP_PORT: String(context.port('web', 'http')),
      GATEWAY_URL: `http://127.0.0.1:${context.port('api-gateway', 'http')}`,
    }),
  },
];
