import { z } from 'zod';
import { Id, MediaKind, QualityProfile, TrackSource, TransportDirection } from './vocabulary.js';

// mediasoup's ORTC dictionaries cross this edge as objects; sfu-node, which owns them, validates their insides.
const OrtcDictionary = z.record(z.string(), z.unknown());

export const RtpCapabilities = OrtcDictionary;
export const RtpParameters = OrtcDictionary;
export const DtlsParameters = OrtcDictionary;

/** A WebRTC transport as the client must create it: fields as mediasoup-client's `TransportOptions`. */
export const Transport = z.object({
  id: Id,
  direction: TransportDirection,
  iceParameters: OrtcDictionary,
  iceCandidates: z.array(OrtcDictionary),
  dtlsParameters: DtlsParameters,
});
export type Transport = z.infer<typeof Transport>;

/** One audio or video stream that a participant publishes. */
export const Track = z.object({
  id: Id,
  participantId: Id,
  source: TrackSource,
  kind: MediaKind,
  muted: z.boolean(),
  mutedByHost: z.boolean(),
  /** As captured, in pixels; 0 for audio. */
  width: z.int().nonnegative(),
  height: z.int().nonnegative(),
  /** Why the server holds it back, for example QUALITY_EXCEEDED. */
  pausedReason: z.string().nullable(),
  codec: z.string(),
  simulcast: z.boolean(),
});
export type Track = z.infer<typeof Track>;

/** The client's own receiving of a track. */
export const Subscription = z.object({
  id: Id,
  trackId: Id,
  kind: MediaKind,
  rtpParameters: RtpParameters,
  paused: z.boolean(),
  /** NOT_SHOWN, RECEIVE_PROFILE, BANDWIDTH; NOT_LOUDEST (voices) */
  pausedReason: z.string().nullable(),
  /** Why the picture is less than what fits: BANDWIDTH, LOSS, RECEIVE_PROFILE, HOST_LOAD. */
  limitedBy: z.string().nullable().default(null),
  /** -1 where there are no layers. */
  spatialLayer: z.int(),
  temporalLayer: z.int(),
});
export type Subscription = z.infer<typeof Subscription>;

/** All of a peer's media at one revision. */
export const MediaSnapshot = z.object({
  revision: z.int().nonnegative(),
  peerId: Id,
  transports: z.array(Transport),
  tracks: z.array(Track),
  subscriptions: z.array(Subscription),
  activeSpeakerId: Id.nullable(),
  allowedSources: z.array(TrackSource),
  sendProfile: QualityProfile,
  receiveProfile: QualityProfile,
});
export type MediaSnapshot = z.infer<typeof MediaSnapshot>;

/** What a publisher must keep to; one that keeps ignoring it is paused (MEDIA-3). */
export const PublisherCommand = z.object({
  trackId: Id,
  /** bit/s over all layers */
  maxBitrate: z.int().nonnegative(),
  maxHeight: z.int().nonnegative(),
  maxFrameRate: z.int().nonnegative(),
  /** Highest simulcast layer anybody takes; -1: none. */
  maxSpatialLayer: z.int(),
  /** SEND_PROFILE, LAYERS_UNUSED, RECEIVERS_LIMITED, SEND_LOSS, HOST_LOAD */
  cause: z.string(),
});
export type PublisherCommand = z.infer<typeof PublisherCommand>;

/** W3C RTCIceServer. */
export const IceServer = z.object({
  urls: z.array(z.string()),
  username: z.string().optional(),
  credential: z.string().optional(),
});
export type IceServer = z.infer<typeof IceServer>;

/** What a client needs before it joins: `GET /v1/media-configuration`. */
export const MediaConfiguration = z.object({
  /** mediasoup RtpCapabilities of every router. */
  codecList: RtpCapabilities,
  codecListHash: z.string(),
  iceServers: z.array(IceServer),
});
export type MediaConfiguration = z.infer<typeof MediaConfiguration>;
