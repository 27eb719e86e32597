import { z } from 'zod';

const atMs = z.number();
const capturedTrack = z.object({
  id: z.string(),
  participantId: z.string(),
  kind: z.enum(['audio', 'video']),
  source: z.enum(['MICROPHONE', 'CAMERA', 'SCREEN', 'SCREEN_AUDIO']),
  muted: z.boolean(),
});

/**
 * One thing that happened while a call was captured; `atMs` is milliseconds since the epoch, by the sfu-node's clock where
 * the sfu-node told it.
 */
export const captureFact = z.discriminatedUnion('fact', [
  /** The call's media is at hand, (again) from now on: this is published, this participant speaks (empty: nobody). */
  z.object({ fact: z.literal('opened'), atMs, tracks: z.array(capturedTrack), speaker: z.string() }),
  z.object({ fact: z.literal('published'), atMs, track: capturedTrack }),
  z.object({ fact: z.literal('muted'), atMs, trackId: z.string(), muted: z.boolean() }),
  z.object({ fact: z.literal('unpublished'), atMs, trackId: z.string() }),
  z.object({ fact: z.literal('speaker'), atMs, participantId: z.string() }),
  /** A file of a track is about to be written; `clockRate` in RTP ticks a second. */
  z.object({
    fact: z.literal('segment'),
    atMs,
    trackId: z.string(),
    path: z.string(),
    clockRate: z.number().positive(),
  }),
  /** The packet with this RTP timestamp was sent; the first one is the file's first. */
  z.object({ fact: z.literal('clock'), atMs, path: z.string(), rtpTimestamp: z.number() }),
  z.object({ fact: z.literal('segmentEnded'), atMs, path: z.string() }),
  /** Still capturing. */
  z.object({ fact: z.literal('alive'), atMs }),
  /** The call's media is out of reach, or no longer wanted. */
  z.object({ fact: z.literal('closed'), atMs }),
]);
export type CaptureFact = z.output<typeof captureFact>;
export type CapturedTrack = z.output<typeof capturedTrack>;
