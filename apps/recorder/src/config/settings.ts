import {
  databaseSettings,
  grpcSettings,
  httpSettings,
  port,
  redisSettings,
  serviceSettings,
  tlsSettings,
} from '@videocall/platform-config';
import { z } from 'zod';

/** Settings of recorder, from environment variables. */
export const recorderSettings = z.object({
  ...serviceSettings,
  ...httpSettings,
  ...grpcSettings,
  ...tlsSettings,
  ...databaseSettings,
  ...redisSettings,
  ORCHESTRATOR_GRPC_ADDRESS: z.string().min(1).describe('gRPC address of call-orchestrator: host:port'),
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
});
export type RecorderSettings = z.output<typeof recorderSettings>;
