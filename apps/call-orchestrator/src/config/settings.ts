import {
  databaseSettings,
  grpcSettings,
  httpSettings,
  redisSettings,
  serviceSettings,
  tlsSettings,
} from '@videocall/platform-config';
import { z } from 'zod';
import type { CallRules } from '../domain/rules.js';

/** TURN and STUN URIs (RFC 7065, RFC 7064). */
const IceUrl = z.string().regex(/^(turns?:\S+?(\?transport=(udp|tcp))?|stuns?:[^\s?]+)$/);

const count = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

/** Settings of call-orchestrator, from environment variables. */
export const orchestratorSettings = z.object({
  ...serviceSettings,
  ...httpSettings,
  ...grpcSettings,
  ...tlsSettings,
  ...databaseSettings,
  ...redisSettings,
  AUTH_JWKS_URL: z.url().describe("where auth's public keys are: http://host:port/.well-known/jwks.json"),
  KEY_ENCRYPTION_KEY_FILE: z
    .string()
    .min(1)
    .describe(
      'path of the key that encrypts signing keys in the database (32 bytes, base64); the first start makes it',
    ),
  SFU_NODES: z
    .string()
    .transform((list) => list.split(',').map((address) => address.trim()))
    .pipe(z.array(z.string().regex(/^\S+:\d+$/)).min(1))
    .describe('gRPC addresses of the sfu-nodes: host:port,host:port'),
  RECORDER_GRPC_ADDRESS: z
    .string()
    .regex(/^\S+:\d+$/)
    .describe('host:port of the recorder'),
  MAX_CALLS: count(1, 100_000).default(100).describe('calls at once'),
  RESERVED_CALLS: count(0, 100_000)
    .default(5)
    .describe('how many of these, the last ones, only administrators may start'),
  MAX_PARTICIPANTS: count(2, 100).default(10).describe('people in one call, 2..100'),
  MAX_USERS: count(2, 1_000_000).default(500).describe('people in all calls together'),
  MAX_RECORDINGS: count(0, 1_000).default(5).describe('calls recorded at once'),
  HOST_LIMITS_ENFORCED: z
    .stringbool()
    .default(true)
    .describe(
      'whether calls are refused and pictures capped when the machine is full; false where it does other things as well',
    ),
  ROOMS_OPEN_TO_ANYONE: z
    .stringbool()
    .default(false)
    .describe('whether rooms may be open to people without an account'),
  TURN_URLS: z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((url) => url.trim())
        .filter((url) => url !== ''),
    )
    .pipe(z.array(IceUrl))
    .describe(
      'the TURN server, for clients that cannot reach an sfu-node: turn:host:3478?transport=udp,turn:host:3478?transport=tcp,turns:host:5349; none by default',
    ),
  TURN_SECRET_FILE: z
    .string()
    .default('')
    .describe('path of the secret that the TURN server knows as static-auth-secret; needed with TURN_URLS'),
  JOIN_DEADLINE_MS: count(1_000, 60_000)
    .default(15_000)
    .describe('how long a place is kept while a join is under way, ms'),
  RECONNECT_GRACE_MS: count(1_000, 600_000)
    .default(30_000)
    .describe('how long the place of somebody whose connection is lost is kept, ms'),
});
export type OrchestratorSettings = z.output<typeof orchestratorSettings>;

export function rulesOf(settings: OrchestratorSettings): CallRules {
  return {
    maxCalls: settings.MAX_CALLS,
    reservedCalls: settings.RESERVED_CALLS,
    maxParticipants: settings.MAX_PARTICIPANTS,
    maxUsers: settings.MAX_USERS,
    maxRecordings: settings.MAX_RECORDINGS,
    hostLimitsEnforced: settings.HOST_LIMITS_ENFORCED,
    roomsOpenToAnyone: settings.ROOMS_OPEN_TO_ANYONE,
    joinDeadlineMs: settings.JOIN_DEADLINE_MS,
    reconnectGraceMs: settings.RECONNECT_GRACE_MS,
  };
}
