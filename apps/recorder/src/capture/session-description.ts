import { z } from 'zod';

const rtpParameters = z.object({
  codecs: z
    .array(
      z.object({
        mimeType: z.string(),
        payloadType: z.number(),
        clockRate: z.number(),
        channels: z.number().optional(),
        parameters: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
      }),
    )
    .min(1),
});
const srtpParameters = z.object({ cryptoSuite: z.string(), keyBase64: z.string() });

/** What is sent for a track, as the sfu-node told it. */
export interface SentMedia {
  /** mediasoup RtpParameters, JSON. */
  readonly rtpParametersJson: string;
  /** mediasoup SrtpParameters, JSON. Secret. */
  readonly srtpParametersJson: string;
}

export interface MediaPorts {
  readonly rtp: number;
  readonly rtcp: number;
}

/** The codec of what is sent. */
export function codecOf({ rtpParametersJson }: SentMedia): { readonly mimeType: string; readonly clockRate: number } {
  const [codec] = rtpParameters.parse(JSON.parse(rtpParametersJson)).codecs;
  if (!codec) throw new Error('no codec');
  return codec;
}

/**
 * The session description (RFC 8866) by which a receiver takes one track, with the key to it (RFC 4568). Secret.
 * @param ip the receiver's
 */
export function sessionDescription(media: SentMedia, ip: string, ports: MediaPorts): string {
  const [codec] = rtpParameters.parse(JSON.parse(media.rtpParametersJson)).codecs;
  if (!codec) throw new Error('no codec');
  const { cryptoSuite, keyBase64 } = srtpParameters.parse(JSON.parse(media.srtpParametersJson));
  const [kind, name] = codec.mimeType.split('/');
  const { payloadType, clockRate, channels } = codec;
  const format = Object.entries(codec.parameters).map(([key, value]) => `${key}=${value}`);
  const address = `${ip.includes(':') ? 'IP6' : 'IP4'} ${ip}`;
  return [
    'v=0',
    `o=- 0 0 IN ${address}`,
    's=-',
    `c=IN ${address}`,
    't=0 0',
    `m=${kind} ${ports.rtp} RTP/SAVP ${payloadType}`,
    `a=rtcp:${ports.rtcp}`,
    `a=rtpmap:${payloadType} ${name}/${clockRate}${channels === undefined ? '' : `/${channels}`}`,
    ...(format.length > 0 ? [`a=fmtp:${payloadType} ${format.join(';')}`] : []),
    `a=crypto:1 ${cryptoSuite} inline:${keyBase64}`,
    'a=recvonly',
    '',
  ].join('\r\n');
}
