import { setTimeout as pause } from 'node:timers/promises';
import type { VideoLimits } from '@videocall/quality-profiles';
import type { SyntheticParticipant } from '@videocall/synthetic-participant';

/** What a receiver got of a video over a stretch of time. */
export interface MeasuredVideo {
  /** bit/s, RTP headers included */
  readonly bitrate: number;
  /** decoded frames a second */
  readonly frameRate: number;
  /** Largest height of a decoded picture in pixels; 0 where none was decoded. */
  readonly height: number;
}

/** MEDIA-3 is judged over this long. */
const STRETCH_MS = 10_000;
const LOOK_EVERY_MS = 500;

/** Measures at a receiver, over ten seconds from now. */
export async function measureVideo(receiver: SyntheticParticipant, trackId: string): Promise<MeasuredVideo> {
  const first = await receiver.arrived(trackId);
  let last = first;
  let height = 0;
  while (last.at - first.at < STRETCH_MS) {
    await pause(LOOK_EVERY_MS);
    const now = await receiver.arrived(trackId);
    if (now.framesDecoded > last.framesDecoded) height = Math.max(height, Math.min(now.frameWidth, now.frameHeight));
    last = now;
  }
  const seconds = (last.at - first.at) / 1000;
  return {
    bitrate: ((last.bytes - first.bytes) * 8) / seconds,
    frameRate: (last.framesDecoded - first.framesDecoded) / seconds,
    height,
  };
}

/** How far a bitrate may be over a profile's cap (MEDIA-3). */
const BITRATE_TOLERANCE = 1.1;
/** Frames that wait in the jitter buffer when a measurement begins are decoded within it. */
const WAITING_FRAMES_PER_SECOND = 1;

/** Expects a measured video to keep to limits. */
export function expectWithin(measured: MeasuredVideo, { maxBitrate, maxHeight, maxFrameRate }: VideoLimits): void {
  expect(measured.bitrate).toBeLessThanOrEqual(maxBitrate * BITRATE_TOLERANCE);
  expect(measured.height).toBeLessThanOrEqual(maxHeight);
  expect(measured.frameRate).toBeLessThanOrEqual(maxFrameRate + WAITING_FRAMES_PER_SECOND);
}
