import {
  httpSettings,
  loadSettings,
  port,
  redisSettings,
  serviceSettings,
  tlsSettings,
} from '@videocall/platform-config';
import { z } from 'zod';

const address = z.string().regex(/^.+:\d{1,5}$/);
const perMinute = z.coerce.number().int().min(1);

const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  );

const SettingsSchema = z.object({
  ...serviceSettings,
  ...httpSettings,
  ...tlsSettings,
  ...redisSettings,
  GRPC_PUBLIC_PORT: port().describe(
    'port of the public gRPC CallService, plaintext: TLS ends at the proxy in front of it',
  ),
  AUTH_GRPC_ADDRESS: address.describe('host:port of auth'),
  AUTH_JWKS_URL: z.url().describe("auth's /.well-known/jwks.json"),
  ORCHESTRATOR_GRPC_ADDRESS: address.describe('host:port of call-orchestrator'),
  ORCHESTRATOR_JWKS_URL: z.url().describe("call-orchestrator's /.well-known/jwks.json"),
  ECHO_TEST_GRPC_ADDRESS: address.describe('host:port of echo-test'),
  RECORDER_GRPC_ADDRESS: address.describe('host:port of recorder'),
  RECORDER_HTTP_URL: z
    .url()
    .describe('where the recorder answers for the files of recordings in a local folder: http://host:port'),
  PUBLIC_URL: z.url().describe('where people reach the web app, for invite links and cookies'),
  WEB_ORIGINS: list.describe('origins besides PUBLIC_URL that browsers may call from, separated by commas'),
  RATE_LIMIT_PER_IP_PER_MINUTE: perMinute
    .default(100)
    .describe('requests a minute from one address without an identity'),
  RATE_LIMIT_PER_USER_PER_MINUTE: perMinute.default(1000).describe('requests a minute of one identity'),
  TRUSTED_PROXIES: list.describe('addresses or networks (CIDR) whose X-Forwarded-For is believed, separated by commas'),
});

/** What the gateway is told by its environment. */
export type Settings = Readonly<z.output<typeof SettingsSchema>>;

/** Under which Nest injects the settings. */
export const SETTINGS = Symbol('settings');

/** @throws SettingsError */
export function gatewaySettings(environment?: Readonly<Record<string, string | undefined>>): Settings {
  return loadSettings(SettingsSchema, environment);
}

/** Origins that browsers may call from. */
export function allowedOrigins({ PUBLIC_URL, WEB_ORIGINS }: Settings): string[] {
  return [new URL(PUBLIC_URL).origin, ...WEB_ORIGINS];
}
