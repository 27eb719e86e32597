import type { sfuV1 } from '@videocall/contracts';
import type {
  MediaSnapshot,
  PublishRequest,
  PublisherCommand,
  ReplyOf,
  Subscription,
  Track,
  Transport,
} from '@videocall/signalling';
import { required } from './required.js';
import { mediaKind, qualityProfile, toWords, trackSource, transportDirection } from './words.js';

type Dictionary = Record<string, unknown>;

const dictionary = (json: string): Dictionary => JSON.parse(json) as Dictionary;

export function mediaSnapshotJson(snapshot: sfuV1.PeerSnapshot): MediaSnapshot {
  const { policy } = snapshot;
  return {
    revision: snapshot.revision,
    peerId: snapshot.peerId,
    transports: snapshot.transports.map(transportJson),
    tracks: snapshot.tracks.map(trackJson),
    subscriptions: snapshot.subscriptions.map(subscriptionJson),
    activeSpeakerId: snapshot.activeSpeakerParticipantId || null,
    allowedSources: toWords(trackSource, policy?.allowedSources ?? []),
    sendProfile: (policy && qualityProfile.toWord(policy.sendProfile)) ?? 'AUTO',
    receiveProfile: (policy && qualityProfile.toWord(policy.receiveProfile)) ?? 'AUTO',
  };
}

function transportJson(transport: sfuV1.WebRtcTransport): Transport {
  return {
    id: transport.id,
    direction: transportDirection.toWord(transport.direction) ?? 'RECEIVE',
    iceParameters: dictionary(transport.iceParametersJson),
    iceCandidates: JSON.parse(transport.iceCandidatesJson) as Dictionary[],
    dtlsParameters: dictionary(transport.dtlsParametersJson),
  };
}

export function trackJson(track: sfuV1.Track): Track {
  return {
    id: track.id,
    participantId: track.participantId,
    source: trackSource.toWord(track.source) ?? 'CAMERA',
    kind: mediaKind.toWord(track.kind) ?? 'video',
    muted: track.muted,
    mutedByHost: track.mutedByHost,
    width: track.width,
    height: track.height,
    pausedReason: track.pausedReason || null,
    codec: track.codec,
    simulcast: track.simulcast,
  };
}

export function subscriptionJson(subscription: sfuV1.Subscription): Subscription {
  return {
    id: subscription.id,
    trackId: subscription.trackId,
    kind: mediaKind.toWord(subscription.kind) ?? 'video',
    rtpParameters: dictionary(subscription.rtpParametersJson),
    paused: subscription.paused,
    pausedReason: subscription.pausedReason || null,
    limitedBy: subscription.limitedBy || null,
    spatialLayer: subscription.spatialLayer,
    temporalLayer: subscription.temporalLayer,
  };
}

export function publisherCommandJson(command: sfuV1.PublisherCommand): PublisherCommand {
  return {
    trackId: command.trackId,
    maxBitrate: command.maxBitrate,
    maxHeight: command.maxHeight,
    maxFrameRate: command.maxFrameRate,
    maxSpatialLayer: command.maxSpatialLayer,
    cause: command.cause,
  };
}

export function publishReplyJson({ track, command, revision }: sfuV1.PublishResponse): ReplyOf<'publish'> {
  return { track: trackJson(required(track)), command: command ? publisherCommandJson(command) : null, revision };
}

export function connectReplyJson({ outcomes, revision }: sfuV1.ConnectResponse): ReplyOf<'connectMedia'> {
  const reply: ReplyOf<'connectMedia'> = { published: [], refused: [], revision };
  for (const { clientTrackId, outcome } of outcomes) {
    if (outcome?.$case === 'published') reply.published.push({ clientTrackId, ...publishReplyJson(outcome.value) });
    if (outcome?.$case === 'refused') reply.refused.push({ clientTrackId, refused: outcome.value });
  }
  return reply;
}

export function publishRequestProto(request: PublishRequest): sfuV1.PublishRequest {
  return {
    clientTrackId: request.clientTrackId,
    source: trackSource.toProto(request.source),
    kind: mediaKind.toProto(request.kind),
    rtpParametersJson: JSON.stringify(request.rtpParameters),
    muted: request.muted,
    width: request.width,
    height: request.height,
  };
}
