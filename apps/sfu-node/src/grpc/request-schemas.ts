import { callV1, sfuV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import { PROFILE_NAMES, type PictureSize, type ProfileName } from '@videocall/quality-profiles';
import { z } from 'zod';
import type { ConnectCommand } from '../application/connect-peer.js';
import type { OpenPeerCommand } from '../application/open-peer.js';
import type { Publication } from '../application/publish-track.js';
import type { SheddingLevel } from '../domain/adaptation/load-shedding.js';
import type { PeerPolicy } from '../domain/peer-policy.js';
import { TRACK_SOURCES, type TrackSource } from '../domain/track-source.js';
import type { TransportDirection } from '../media/peer-transport.js';
import { readDtlsParameters, readRtpCapabilities, readRtpParameters } from './rtp-schemas.js';

const MAX_PUBLICATIONS = 8;
const MAX_IDS = 500;
/** Pixels; no screen is larger. */
const MAX_SIDE = 16_384;

export const id = z.string().min(1).max(64);
export const side = z.int().min(0).max(MAX_SIDE);
const reason = z.string().max(64);

/** A source that this version does not know is nobody's to publish. */
const sources = z
  .array(z.enum(callV1.TrackSource))
  .transform((given) => new Set(given.flatMap((each) => sourceOf(each) ?? [])));
const profile = z.enum(callV1.QualityProfile).transform(profileOf);

const policy = z.object({
  version: z.int().min(0),
  allowedSources: sources,
  mutedByHost: sources,
  canSubscribe: z.boolean(),
  sendProfile: profile,
  receiveProfile: profile,
}) satisfies z.ZodType<PeerPolicy>;

export const openPeerRequest = z
  .object({ callId: id, participantId: id, peerId: id, rtpCapabilitiesJson: z.string(), codecListHash: reason, policy })
  .transform(
    ({ rtpCapabilitiesJson, ...rest }): OpenPeerCommand => ({
      ...rest,
      rtpCapabilities: rtpCapabilitiesJson ? readRtpCapabilities(rtpCapabilitiesJson) : undefined,
    }),
  );
export const closePeerRequest = z.object({ peerId: id, reason });
export const closeCallRequest = z.object({ callId: id, reason });
export const moveCallRequest = z.object({ callId: id });
export const setPeerPolicyRequest = z.object({ peerId: id, policy });
export const setQualityCeilingRequest = z.object({ ceiling: z.enum(callV1.QualityProfile).transform(sheddingLevelOf) });

const rawPublication = z
  .object({
    clientTrackId: id,
    source: z.enum(callV1.TrackSource),
    kind: z.enum(sfuV1.MediaKind),
    rtpParametersJson: z.string(),
    muted: z.boolean(),
    width: side,
    height: side,
  })
  .refine(({ kind, width, height }) => kind !== sfuV1.MediaKind.VIDEO || (width > 0 && height > 0), {
    message: 'video has a size',
    path: ['width'],
  });

export const publishRequest = rawPublication.transform(publicationOf);

export const connectRequest = z
  .object({
    transports: z
      .array(z.object({ direction: z.enum(sfuV1.TransportDirection), dtlsParametersJson: z.string() }))
      .max(2),
    publish: z.array(rawPublication).max(MAX_PUBLICATIONS),
    readySubscriptionIds: z.array(id).max(MAX_IDS),
  })
  .transform(
    ({ transports, publish, readySubscriptionIds }): ConnectCommand => ({
      transports: transports.map(({ direction, dtlsParametersJson }) => ({
        direction: directionOf(direction),
        dtlsParameters: readDtlsParameters(dtlsParametersJson),
      })),
      publications: publish.map(publicationOrRefusal),
      readySubscriptionIds,
    }),
  );

export const unpublishRequest = z.object({ trackId: id });
export const setTrackMutedRequest = z.object({ trackId: id, muted: z.boolean() });
export const resumeSubscriptionsRequest = z.object({ subscriptionIds: z.array(id).max(MAX_IDS) });
export const setViewportRequest = z
  .object({ shown: z.array(z.object({ trackId: id, width: side, height: side })).max(MAX_IDS) })
  .transform(
    ({ shown }) =>
      new Map(shown.map(({ trackId, width, height }): [string, PictureSize] => [trackId, { width, height }])),
  );
export const restartIceRequest = z
  .object({ directions: z.array(z.enum(sfuV1.TransportDirection)).max(2) })
  .transform(({ directions }) => [...new Set(directions.map(directionOf))]);

function publicationOf({ rtpParametersJson, source, kind, ...rest }: z.output<typeof rawPublication>): Publication {
  const known = sourceOf(source);
  if (!known) throw new Refusal('SOURCE_NOT_ALLOWED');
  return {
    ...rest,
    source: known,
    kind: kind === sfuV1.MediaKind.AUDIO ? 'audio' : 'video',
    rtpParameters: readRtpParameters(rtpParametersJson),
  };
}

function publicationOrRefusal(raw: z.output<typeof rawPublication>): ConnectCommand['publications'][number] {
  try {
    return publicationOf(raw);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { clientTrackId: raw.clientTrackId, refusal: error };
  }
}

/** Undefined for one that is unspecified, or unknown to this version. */
export function sourceOf(source: callV1.TrackSource): TrackSource | undefined {
  return TRACK_SOURCES.find((name) => callV1.TrackSource[name] === source);
}

/** AUTO is what a profile unknown to this version comes closest to: the policy's owner may be newer. */
function profileOf(given: callV1.QualityProfile): ProfileName {
  return PROFILE_NAMES.find((name) => callV1.QualityProfile[name] === given) ?? 'AUTO';
}

function directionOf(direction: sfuV1.TransportDirection): TransportDirection {
  if (direction === sfuV1.TransportDirection.SEND) return 'SEND';
  if (direction === sfuV1.TransportDirection.RECEIVE) return 'RECEIVE';
  throw new Refusal('TRANSPORT_NOT_FOUND');
}

function sheddingLevelOf(ceiling: callV1.QualityProfile): SheddingLevel {
  if (ceiling === callV1.QualityProfile.MEDIUM) return 1;
  return ceiling === callV1.QualityProfile.LOW ? 2 : 0;
}
