import { z } from 'zod';

/** What a capture process is told when it is started. Holds no secrets: others may read a process's arguments. */
export const captureJob = z.object({
  recordingId: z.string(),
  /** The recording's, absolute; exists. */
  folder: z.string(),
  /** Where sfu-nodes send media to. */
  ip: z.string(),
  /** UDP ports that no other capture uses; two for each track. */
  ports: z.object({ first: z.number(), count: z.number() }),
  orchestratorAddress: z.string(),
  tls: z.object({ TLS_CA_FILE: z.string(), TLS_CERT_FILE: z.string(), TLS_KEY_FILE: z.string() }),
  logLevel: z.string(),
});
export type CaptureJob = z.output<typeof captureJob>;

/** What a capture process tells its parent: whether media is being captured, and at last that there is no more to capture. */
export const captureReport = z.discriminatedUnion('report', [
  z.object({ report: z.literal('capturing'), capturing: z.boolean() }),
  z.object({ report: z.literal('ended') }),
]);
export type CaptureReport = z.output<typeof captureReport>;

/** The parent's word that the capture is to end. */
export const END_CAPTURE = 'end';
