/** MEDIA-3: what a participant picks, for sending and for receiving apart. */
export const PROFILE_NAMES = ['AUTO', 'LOW', 'MEDIUM', 'HIGH'] as const;
export type ProfileName = (typeof PROFILE_NAMES)[number];

/** MEDIA-2: the video codecs of the product. */
export const VIDEO_CODECS = ['VP8', 'H264'] as const;
export type VideoCodec = (typeof VIDEO_CODECS)[number];

/** What a video may at most be. */
export interface VideoLimits {
  /** bit/s over all layers of all video that one participant sends, RTP overhead included. */
  readonly maxBitrate: number;
  /** Pixels of the picture's shorter side: "480p" is the same for a phone held upright. */
  readonly maxHeight: number;
  /** Frames a second. */
  readonly maxFrameRate: number;
  /** 1..3: what yields first when a receiver's path is narrow is the lowest. */
  readonly priority: 1 | 2 | 3;
}

const FIXED_PROFILES = {
  LOW: { maxBitrate: 500_000, maxHeight: 360, maxFrameRate: 15, priority: 1 },
  MEDIUM: { maxBitrate: 1_000_000, maxHeight: 480, maxFrameRate: 24, priority: 2 },
  HIGH: { maxBitrate: 2_000_000, maxHeight: 720, maxFrameRate: 30, priority: 3 },
} as const satisfies Record<Exclude<ProfileName, 'AUTO'>, VideoLimits>;

/** MEDIA-2: the most that each codec is used for, and so the ceiling of AUTO. */
const CODEC_CEILINGS = {
  VP8: { maxBitrate: 2_000_000, maxHeight: 720, maxFrameRate: 30, priority: 3 },
  H264: { maxBitrate: 4_000_000, maxHeight: 1080, maxFrameRate: 30, priority: 3 },
} as const satisfies Record<VideoCodec, VideoLimits>;

/** MEDIA-1: Opus as this product uses it. Bitrates in bit/s, rate in Hz. */
export const OPUS = {
  sampleRate: 48_000,
  minBitrate: 32_000,
  maxBitrate: 128_000,
  /** What a voice gets unless the participant asks for more. */
  voiceBitrate: 48_000,
  inbandFec: true,
  dtx: true,
} as const;

/**
 * What a profile allows for video of a codec (MEDIA-2, MEDIA-3).
 *
 * @param profile the participant's choice
 * @param codec only AUTO's ceiling depends on it
 */
export function limitsOf(profile: ProfileName, codec: VideoCodec): VideoLimits {
  return profile === 'AUTO' ? CODEC_CEILINGS[codec] : FIXED_PROFILES[profile];
}

/** The stricter of two limits, each figure for itself. */
export function stricter(a: VideoLimits, b: VideoLimits): VideoLimits {
  return {
    maxBitrate: Math.min(a.maxBitrate, b.maxBitrate),
    maxHeight: Math.min(a.maxHeight, b.maxHeight),
    maxFrameRate: Math.min(a.maxFrameRate, b.maxFrameRate),
    priority: a.priority < b.priority ? a.priority : b.priority,
  };
}

/**
 * A MIME type's codec, whatever its case; `undefined` for one the product does not use for video.
 *
 * @param mimeType for example `video/VP8`
 */
export function videoCodecOf(mimeType: string): VideoCodec | undefined {
  const name = mimeType.toUpperCase().replace(/^VIDEO\//, '');
  return VIDEO_CODECS.find((codec) => codec === name);
}
