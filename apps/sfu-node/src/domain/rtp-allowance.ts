import { limitsOf, OPUS, type ProfileName, type VideoCodec } from '@videocall/quality-profiles';

/** What a publisher may send of one track, in payload. */
export interface RtpRate {
  readonly bytesPerSecond: number;
  readonly packetsPerSecond: number;
}

/** Above the profile by this much is no excess yet: the profile counts over seconds. */
const SLACK = 1.25;
/** Opus frames last 2.5 ms or longer. */
const AUDIO_PACKETS_PER_SECOND = 400;
/** The highest bitrate in packets half full. */
const VIDEO_PACKETS_PER_SECOND = 1_000;

/** @param codec of video; undefined for Opus */
export function allowedRate(profile: ProfileName, codec: VideoCodec | undefined): RtpRate {
  const bitrate = codec ? limitsOf(profile, codec).maxBitrate : OPUS.maxBitrate;
  return {
    bytesPerSecond: (bitrate * SLACK) / 8,
    packetsPerSecond: codec ? VIDEO_PACKETS_PER_SECOND : AUDIO_PACKETS_PER_SECOND,
  };
}

/** Lets through what keeps to a rate, in bursts of at most one second's worth. */
export class RtpAllowance {
  /** Parts of a second's worth; it is filled again within a second. */
  #bytes = 1;
  #packets = 1;
  #filledAt: number;

  /** @param now milliseconds, monotonic */
  constructor(now: number) {
    this.#filledAt = now;
  }

  /** @returns whether a packet of so many bytes is within the rate; one that is not costs nothing */
  take(bytes: number, rate: RtpRate, now: number): boolean {
    const seconds = (now - this.#filledAt) / 1000;
    this.#bytes = Math.min(1, this.#bytes + seconds);
    this.#packets = Math.min(1, this.#packets + seconds);
    this.#filledAt = now;
    const byteShare = bytes / rate.bytesPerSecond;
    const packetShare = 1 / rate.packetsPerSecond;
    if (byteShare > this.#bytes || packetShare > this.#packets) return false;
    this.#bytes -= byteShare;
    this.#packets -= packetShare;
    return true;
  }
}
