import { grpcSettings, httpSettings, port, serviceSettings, tlsSettings } from '@videocall/platform-config';
import { z } from 'zod';

const count = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

/** Settings of echo-test, from environment variables. */
export const echoTestSettings = z.object({
  ...serviceSettings,
  ...httpSettings,
  ...grpcSettings,
  ...tlsSettings,
  AUTH_JWKS_URL: z.url().describe("where auth's public keys are: http://host:port/.well-known/jwks.json"),
  GATEWAY_URL: z.url().describe('where the REST API is reached'),
  GATEWAY_GRPC_ADDRESS: z
    .string()
    .regex(/^.+:\d{1,5}$/)
    .describe('host:port of the public gRPC CallService'),
  SERVICE_SECRET_FILE: z.string().min(1).describe("path of the file with this service's secret, which auth leaves"),
  MAX_ECHO_CALLS: count(1, 1_000).default(10).describe('echo calls at once'),
  ECHO_CALL_SECONDS: count(30, 3_600).default(300).describe('how long an echo call lasts at most, s'),
  ECHO_CALL_MEMORY_BYTES: count(65_536, 1_073_741_824)
    .default(8 * 1024 * 1024)
    .describe('memory of each echo call for packets on their way, bytes'),
  UDP_HOST: z.union([z.ipv4(), z.ipv6()]).default('0.0.0.0').describe('address the UDP echo listens on'),
  UDP_PORT: port().default(5000).describe('port the UDP echo listens on'),
  ECHO_DELAY_MS: count(0, 10_000)
    .default(3000)
    .describe('after how long datagrams, sound and picture come back, ms: 0..10000'),
  UDP_MEMORY_BYTES: count(65_536, 1_073_741_824)
    .default(32 * 1024 * 1024)
    .describe('memory for datagrams on their way, bytes; more are refused'),
  UDP_RATE_PER_SOURCE: count(1, 100_000).default(200).describe('datagrams a second of one address'),
  UDP_RATE_TOTAL: count(1, 1_000_000).default(2_000).describe('datagrams a second of all addresses together'),
  UDP_MAX_SOURCES: count(1, 1_000_000).default(20_000).describe('addresses remembered at once for their limit'),
});
export type EchoTestSettings = z.output<typeof echoTestSettings>;
