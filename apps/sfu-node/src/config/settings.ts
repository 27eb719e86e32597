import { availableParallelism } from 'node:os';
import {
  grpcSettings,
  httpSettings,
  loadSettings,
  port,
  redisSettings,
  serviceSettings,
  tlsSettings,
} from '@videocall/platform-config';
import { z } from 'zod';

const settingsSchema = z.object({
  ...serviceSettings,
  ...httpSettings,
  ...grpcSettings,
  ...tlsSettings,
  ...redisSettings,
  ORCHESTRATOR_JWKS_URL: z
    .url({ protocol: /^https?$/ })
    .describe("where the orchestrator's public keys are, for peer tickets"),
  NODE_ID: z
    .string()
    .regex(/^[A-Za-z0-9_.-]{1,64}$/)
    .describe('name of this sfu-node, unlike any other and the same after a restart'),
  MEDIA_LISTEN_IP: z.union([z.ipv4(), z.ipv6()]).default('127.0.0.1').describe('address that media is received on'),
  MEDIA_ANNOUNCED_ADDRESS: z
    .string()
    .min(1)
    .optional()
    .describe('address or name that clients are told, where it is not MEDIA_LISTEN_IP'),
  MEDIA_LISTEN_IPV6: z.ipv6().optional().describe('a second address that media is received on, IPv6'),
  MEDIA_ANNOUNCED_ADDRESS_IPV6: z
    .string()
    .min(1)
    .optional()
    .describe('address or name that clients are told, where it is not MEDIA_LISTEN_IPV6'),
  MEDIA_PORT_BASE: port().default(40_000).describe('worker i receives media on this port + i, UDP and TCP'),
  MEDIA_WORKERS: z.coerce
    .number()
    .int()
    .min(1)
    .max(256)
    .default(availableParallelism())
    .describe('media workers, each at most one core busy; by default one a core'),
  DRAIN_SECONDS: z.coerce
    .number()
    .int()
    .min(1)
    .max(600)
    .default(20)
    .describe('how long calls may take to move to another sfu-node when this one is stopped (SIGTERM)'),
  MEDIASOUP_WORKER_BIN: z
    .string()
    .min(1)
    .optional()
    .describe('path of the mediasoup-worker program; by default the package has it'),
});

/** All that this service can be told, validated. */
export type Settings = Readonly<z.output<typeof settingsSchema>>;

/** @throws SettingsError naming each wrong setting */
export function readSettings(environment?: Readonly<Record<string, string | undefined>>): Settings {
  return loadSettings(settingsSchema, environment);
}
