import { createHash } from 'node:crypto';
import type { RouterRtpCodecCapability, RtpCapabilities } from 'mediasoup/types';

const VIDEO_FEEDBACK = [
  { type: 'nack' },
  { type: 'nack', parameter: 'pli' },
  { type: 'ccm', parameter: 'fir' },
  { type: 'goog-remb' },
  { type: 'transport-cc' },
];

/** Constrained baseline and main; what a decoder must take is named by the level, 3.1 for 720p30, 4.0 for 1080p30. */
const h264 = (profileLevelId: string, preferredPayloadType: number): RouterRtpCodecCapability => ({
  kind: 'video',
  mimeType: 'video/H264',
  preferredPayloadType,
  clockRate: 90_000,
  parameters: {
    'packetization-mode': 1,
    'profile-level-id': profileLevelId,
    'level-asymmetry-allowed': 1,
  },
  rtcpFeedback: VIDEO_FEEDBACK,
});

/**
 * The one list of codecs (MEDIA-1, MEDIA-2), the same in every router, so that clients know it before they join. Payload
 * types are fixed here; each video codec's rtx follows it by one.
 */
export const MEDIA_CODECS: readonly RouterRtpCodecCapability[] = [
  {
    kind: 'audio',
    mimeType: 'audio/opus',
    preferredPayloadType: 100,
    clockRate: 48_000,
    channels: 2,
    parameters: { useinbandfec: 1, usedtx: 1, stereo: 1, 'sprop-stereo': 1, maxaveragebitrate: 128_000, minptime: 10 },
    rtcpFeedback: [{ type: 'nack' }, { type: 'transport-cc' }],
  },
  {
    kind: 'video',
    mimeType: 'video/VP8',
    preferredPayloadType: 101,
    clockRate: 90_000,
    rtcpFeedback: VIDEO_FEEDBACK,
  },
  h264('42e01f', 103),
  h264('4d001f', 105),
];

/**
 * Chromium's spatial layers never switch while this extension is negotiated: mediasoup rewrites the timestamps it refers to
 * and not the extension.
 */
const ABS_CAPTURE_TIME = 'http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time';

/** Header extensions that are neither offered nor taken. */
export function withoutHarmfulExtensions<T extends { readonly uri: string }>(extensions: readonly T[]): T[] {
  return extensions.filter(({ uri }) => uri !== ABS_CAPTURE_TIME);
}

/** What clients are told of a router's capabilities, and its hash: what they state when they join. */
export class CodecList {
  readonly capabilities: RtpCapabilities;
  readonly json: string;
  /** The first 16 hexadecimal digits of the JSON's SHA-256. */
  readonly hash: string;

  /** @param router the capabilities of any router made with {@link MEDIA_CODECS} */
  constructor(router: RtpCapabilities) {
    this.capabilities = { ...router, headerExtensions: withoutHarmfulExtensions(router.headerExtensions ?? []) };
    this.json = JSON.stringify(this.capabilities);
    this.hash = createHash('sha256').update(this.json).digest('hex').slice(0, 16);
  }
}
