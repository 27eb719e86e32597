import {
  databaseSettings,
  grpcSettings,
  httpSettings,
  redisSettings,
  secret,
  serviceSettings,
  tlsSettings,
} from '@videocall/platform-config';
import { z } from 'zod';
import type { CallRules } from '../domain/rules.js';

/** A W3C RTCIceServer; TURN needs a user name and a credential. */
const IceServer = z.object({
  urls: z.array(z.string().regex(/^(stun|turn)s?:/)).min(1),
  username: z.string().default(''),
  credential: z.string().default(''),
});

const json = z.string().transform((text, context) => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    context.addIssue({ code: 'custom', message: 'is not JSON' });
    return z.NEVER;
  }
});

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
  MAX_CALLS: count(1, 100_000).default(100).describe('calls at once'),
  RESERVED_CALLS: count(0, 100_000)
    .default(5)
    .describe('how many of these, the last ones, only administrators may start'),
  MAX_PARTICIPANTS: count(2, 100).default(10).describe('people in one call, 2..100'),
  MAX_USERS: count(2, 1_000_000).default(500).describe('people in all calls together'),
  ROOMS_OPEN_TO_ANYONE: z
    .stringbool()
    .default(false)
    .describe('whether rooms may be open to people without an account'),
  ICE_SERVERS_JSON: secret(
    json
      .pipe(z.array(IceServer))
      .default([])
      .describe('STUN and TURN servers for clients: [{"urls": ["turn:…"], "username": "…", "credential": "…"}]'),
  ),
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
    roomsOpenToAnyone: settings.ROOMS_OPEN_TO_ANYONE,
    joinDeadlineMs: settings.JOIN_DEADLINE_MS,
    reconnectGraceMs: settings.RECONNECT_GRACE_MS,
  };
}
