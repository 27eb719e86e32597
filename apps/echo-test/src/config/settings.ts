import { grpcSettings, httpSettings, port, serviceSettings, tlsSettings } from '@videocall/platform-config';
import { z } from 'zod';

const count = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

/** Settings of echo-test, from environment variables. */
export const echoTestSettings = z.object({
  ...serviceSettings,
  ...httpSettings,
  ...grpcSettings,
  ...tlsSettings,
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
