import { callV1 } from '@videocall/contracts';
import type { RtpCodecParameters } from 'mediasoup/types';
import { MEDIA_CODECS } from './codec-list.js';
import type { MediaKind } from './track-source.js';

const { MediaCodec } = callV1;

const MIME_TYPES: Readonly<Partial<Record<callV1.MediaCodec, string>>> = {
  [MediaCodec.OPUS]: 'audio/opus',
  [MediaCodec.VP8]: 'video/VP8',
  [MediaCodec.H264]: 'video/H264',
};

/** @returns UNSPECIFIED for one that the contract has no name for */
export function mediaCodecOf(mimeType: string): callV1.MediaCodec {
  const wanted = mimeType.toLowerCase();
  const found = Object.entries(MIME_TYPES).find(([, name]) => name.toLowerCase() === wanted);
  return (found?.[0] as callV1.MediaCodec | undefined) ?? MediaCodec.UNSPECIFIED;
}

/**
 * A codec as server-side participants publish it, with the payload type of the routers' own list.
 *
 * @returns undefined where a source of this kind is not sent in it
 */
export function codecToPublish(codec: callV1.MediaCodec, kind: MediaKind): RtpCodecParameters | undefined {
  const listed = MEDIA_CODECS.find(({ mimeType }) => mimeType === MIME_TYPES[codec]);
  if (listed?.kind !== kind || listed.preferredPayloadType === undefined) return undefined;
  const { mimeType, preferredPayloadType: payloadType, clockRate, channels, parameters } = listed;
  return {
    mimeType,
    payloadType,
    clockRate,
    ...(channels ? { channels } : {}),
    ...(parameters ? { parameters } : {}),
    rtcpFeedback: kind === 'video' ? [{ type: 'nack', parameter: 'pli' }] : [],
  };
}
