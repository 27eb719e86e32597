import { limitsOf, type ProfileName, type VideoCodec, type VideoLimits } from './profiles.js';

/** A picture's size in pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

export type VideoSource = 'CAMERA' | 'SCREEN';

/** One `RTCRtpEncodingParameters` of what is sent; lowest layer first, as mediasoup expects. */
export interface VideoEncoding {
  readonly rid?: string;
  readonly active: boolean;
  /** At least 1 (WebRTC, section 5.2.5). */
  readonly scaleResolutionDownBy: number;
  /** bit/s */
  readonly maxBitrate: number;
  readonly maxFramerate: number;
  readonly scalabilityMode: 'L1T3' | 'L1T1';
}

export interface EncodingChoice {
  readonly source: VideoSource;
  readonly codec: VideoCodec;
  /** As captured. */
  readonly capture: PictureSize;
  readonly limits: VideoLimits;
  /** How many encodings were negotiated, once they are: it cannot change while the track is published. */
  readonly negotiated?: number;
  /** Highest layer that anybody takes; -1: none. Layers above it are not sent (MEDIA-4). */
  readonly maxSpatialLayer?: number;
}

/** How much of the cap the encoders get: the rest is RTP, SRTP, UDP and IP headers, retransmissions, and overshoot. */
const ENCODER_SHARE = 0.88;

/** How the encoders' part is divided, lowest layer first, by number of layers. */
const LAYER_WEIGHTS: Readonly<Record<number, readonly number[]>> = {
  1: [1],
  2: [0.25, 0.75],
  3: [0.08, 0.26, 0.66],
};

/** While a screen is shared it has this part of the participant's cap, and the camera the rest. */
const SCREEN_SHARE_OF_CAP = 0.75;

/** The picture's shorter side: what "360p" and the like count. */
export function heightOf(picture: PictureSize): number {
  return Math.min(picture.width, picture.height);
}

/**
 * What a participant's video of one source must keep to, so that all its video together keeps to the profile.
 *
 * @param published the video sources the participant publishes, the asked one included
 */
export function publisherLimits(
  profile: ProfileName,
  codec: VideoCodec,
  source: VideoSource,
  published: readonly VideoSource[],
): VideoLimits {
  const limits = limitsOf(profile, codec);
  if (!published.includes('SCREEN') || !published.includes('CAMERA')) return limits;
  const share = source === 'SCREEN' ? SCREEN_SHARE_OF_CAP : 1 - SCREEN_SHARE_OF_CAP;
  return { ...limits, maxBitrate: Math.round(limits.maxBitrate * share) };
}

/**
 * How many simulcast layers a picture of this height is sent in. Chromium sends no more than this: it drops the top
 * encodings of a small capture, so asking for more would lose the large picture.
 */
export function layerCount(height: number, source: VideoSource, codec: VideoCodec): number {
  // H.264 simulcast is not sent: hardware encoders differ too much in what they do with it.
  if (codec === 'H264' || height < 360) return 1;
  // Text in a quarter-size screen helps nobody.
  return height < 540 || source === 'SCREEN' ? 2 : 3;
}

/**
 * The pictures that a publisher keeping to its limits sends, lowest layer first; as many as are sent.
 * The server reckons with these until it has measured what really comes.
 */
export function layerSizes(choice: Omit<EncodingChoice, 'maxSpatialLayer'>): readonly PictureSize[] {
  const captured = heightOf(choice.capture);
  const top = Math.min(captured, choice.limits.maxHeight);
  const count = Math.min(choice.negotiated ?? Infinity, layerCount(top, choice.source, choice.codec));
  return Array.from({ length: count }, (_, layer) => {
    const scale = (captured / top) * 2 ** (count - 1 - layer);
    return { width: Math.round(choice.capture.width / scale), height: Math.round(choice.capture.height / scale) };
  });
}

/**
 * The encodings to send a video with: for `addTransceiver`'s `sendEncodings` at first, and for `RTCRtpSender.setParameters`
 * whenever the limits change. The sum of their bitrates leaves room under the cap for everything that is not payload.
 */
export function videoEncodings(choice: EncodingChoice): readonly VideoEncoding[] {
  const sizes = layerSizes(choice);
  const negotiated = choice.negotiated ?? sizes.length;
  const weights = LAYER_WEIGHTS[sizes.length] ?? [1];
  const captured = heightOf(choice.capture);
  return Array.from({ length: negotiated }, (_, layer) => {
    const size = sizes[layer];
    const wanted = layer <= (choice.maxSpatialLayer ?? Infinity);
    return {
      ...(negotiated > 1 ? { rid: `r${layer}` } : {}),
      active: size !== undefined && wanted,
      scaleResolutionDownBy: size ? Math.max(1, captured / heightOf(size)) : 1,
      maxBitrate: Math.floor(choice.limits.maxBitrate * ENCODER_SHARE * (weights[layer] ?? 0)) || 1,
      maxFramerate: choice.limits.maxFrameRate,
      scalabilityMode: choice.codec === 'VP8' ? 'L1T3' : 'L1T1',
    };
  });
}
