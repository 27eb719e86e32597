import {
  databaseSettings,
  grpcSettings,
  httpSettings,
  port,
  redisSettings,
  serviceSettings,
  tlsSettings,
} from '@videocall/platform-config';
import { objectStorageSettings } from '@videocall/platform-object-storage';
import { z } from 'zod';

const percent = () => z.coerce.number().min(1).max(100);

/** Settings of recorder, from environment variables. */
export const recorderSettings = z.object({
  ...serviceSettings,
  ...httpSettings,
  ...grpcSettings,
  ...tlsSettings,
  ...databaseSettings,
  ...redisSettings,
  ...objectStorageSettings,
  ORCHESTRATOR_GRPC_ADDRESS: z.string().min(1).describe('gRPC address of call-orchestrator: host:port'),
  AUTH_JWKS_URL: z.url({ protocol: /^https?$/ }).describe("address of auth's public keys"),
  RECORDINGS_DIR: z
    .string()
    .min(1)
    .describe('path of the folder that captures are written to until they are stored; must survive restarts'),
  CAPTURE_IP: z.ipv4().or(z.ipv6()).describe('IP address of this machine that sfu-nodes send media to'),
  CAPTURE_PORT_BASE: port().describe('first UDP port that media is taken on'),
  CAPTURE_PORT_COUNT: z.coerce
    .number()
    .int()
    .min(64)
    .max(6_400)
    .default(320)
    .describe('how many UDP ports media is taken on; 64 for each recording at a time'),
  RETENTION_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(36_500)
    .default(90)
    .describe('days after its end that a recording is kept'),
  RETENTION_DISK_PERCENT: percent()
    .default(85)
    .describe('how full a disk may be, in percent, before the oldest recordings on it are deleted'),
  CAPTURE_DISK_PERCENT: percent()
    .default(95)
    .describe('how full the disk of RECORDINGS_DIR may be, in percent, for a new capture to begin'),
});
/** Of our own environment, what a capture's process gets too: it has its settings from us. */
const INHERITED = ['PATH', 'HOME', 'TZ', 'LANG', 'NODE_ENV'];

export function captureEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(INHERITED.map((name) => [name, process.env[name]]));
}

export type RecorderSettings = z.output<typeof recorderSettings>;
