import { Refusal, type Reason } from '@videocall/errors';
import type { DtlsParameters, RtpCapabilities, RtpHeaderExtensionUri, RtpParameters } from 'mediasoup/types';
import { z } from 'zod';

/** JSON of mediasoup's types comes from clients: what is longer or deeper than any browser sends is refused unread. */
const MAX_JSON_LENGTH = 64 * 1024;
const MAX_ITEMS = 100;
/** Layers of simulcast. */
const MAX_ENCODINGS = 4;

const EXTENSION_URIS = [
  'urn:ietf:params:rtp-hdrext:sdes:mid',
  'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
  'urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id',
  'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
  'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
  'urn:ietf:params:rtp-hdrext:ssrc-audio-level',
  'https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension',
  'urn:3gpp:video-orientation',
  'http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time',
  'urn:ietf:params:rtp-hdrext:toffset',
  'http://www.webrtc.org/experiments/rtp-hdrext/playout-delay',
  'urn:mediasoup:params:rtp-hdrext:packet-id',
] as const satisfies readonly RtpHeaderExtensionUri[];

const kind = z.enum(['audio', 'video']);
const payloadType = z.int().min(0).max(127);
const ssrc = z.int().min(0).max(0xffff_ffff);
const text = z.string().max(256);
const codecDetails = {
  mimeType: z.string().regex(/^(audio|video)\/[\w.-]{1,40}$/i),
  clockRate: z.int().positive().max(1_000_000),
  channels: z.int().min(1).max(8).optional(),
  parameters: z.record(z.string().max(64), z.union([text, z.number(), z.boolean()])).optional(),
  rtcpFeedback: z
    .array(z.object({ type: text, parameter: text.optional() }))
    .max(MAX_ITEMS)
    .optional(),
};

/** Extensions that mediasoup does not know are left out, as it would itself. */
const knownOnly = <T extends { uri: string }>(extensions: readonly T[]) =>
  extensions.flatMap((extension) => {
    const uri = EXTENSION_URIS.find((known) => known === extension.uri);
    return uri ? [{ ...extension, uri }] : [];
  });

const rtpCapabilities = z.object({
  codecs: z.array(z.object({ kind, preferredPayloadType: payloadType, ...codecDetails })).max(MAX_ITEMS),
  headerExtensions: z
    .array(
      z.object({
        kind,
        uri: text,
        preferredId: z.int().min(1).max(255),
        preferredEncrypt: z.boolean().optional(),
        direction: z.enum(['sendrecv', 'sendonly', 'recvonly', 'inactive']).optional(),
      }),
    )
    .max(MAX_ITEMS)
    .transform(knownOnly)
    .optional(),
});

const rtpParameters = z.object({
  mid: z.string().min(1).max(16).optional(),
  codecs: z
    .array(z.object({ payloadType, ...codecDetails }))
    .min(1)
    .max(MAX_ITEMS),
  headerExtensions: z
    .array(z.object({ uri: text, id: z.int().min(1).max(255), encrypt: z.boolean().optional() }))
    .max(MAX_ITEMS)
    .transform(knownOnly)
    .optional(),
  encodings: z
    .array(
      z.object({
        ssrc: ssrc.optional(),
        rid: z
          .string()
          .regex(/^[\w-]{1,16}$/)
          .optional(),
        codecPayloadType: payloadType.optional(),
        rtx: z.object({ ssrc }).optional(),
        dtx: z.boolean().optional(),
        scalabilityMode: z
          .string()
          .regex(/^[LS][1-3]T[1-3](_KEY)?$/)
          .optional(),
        maxBitrate: z.number().nonnegative().optional(),
      }),
    )
    .min(1)
    .max(MAX_ENCODINGS),
  rtcp: z.object({ cname: text.optional(), reducedSize: z.boolean().optional() }).optional(),
  msid: text.optional(),
});

const dtlsParameters = z.object({
  role: z.enum(['auto', 'client', 'server']).optional(),
  fingerprints: z
    .array(
      z.object({
        algorithm: z.enum(['sha-1', 'sha-224', 'sha-256', 'sha-384', 'sha-512']),
        value: z.string().regex(/^([0-9A-F]{2}:)+[0-9A-F]{2}$/i),
      }),
    )
    .min(1)
    .max(10),
});

/** @throws Refusal RTP_CAPABILITIES_INVALID */
export function readRtpCapabilities(json: string): RtpCapabilities {
  return read(json, rtpCapabilities, 'RTP_CAPABILITIES_INVALID');
}

/** @throws Refusal RTP_PARAMETERS_INVALID */
export function readRtpParameters(json: string): RtpParameters {
  return read(json, rtpParameters, 'RTP_PARAMETERS_INVALID');
}

/** @throws Refusal DTLS_PARAMETERS_INVALID */
export function readDtlsParameters(json: string): DtlsParameters {
  return read(json, dtlsParameters, 'DTLS_PARAMETERS_INVALID');
}

function read<Schema extends z.ZodType>(json: string, schema: Schema, reason: Reason): z.output<Schema> {
  if (json.length > MAX_JSON_LENGTH) throw new Refusal(reason);
  const parsed = schema.safeParse(parse(json, reason));
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), message }));
  throw new Refusal(reason, { details: { fields }, cause: parsed.error });
}

function parse(json: string, reason: Reason): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new Refusal(reason, { cause });
  }
}
