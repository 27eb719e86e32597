import { callV1, type sfuV1 } from '@videocall/contracts';
import type { PeerPolicy } from '../domain/peer-policy.js';
import type { TrackSource } from '../domain/track-source.js';
import type { CallMedia } from '../media/call-media.js';
import type { Peer } from '../media/peer.js';
import type { NodeIdentity } from './node-identity.js';

/** All that a peer must know of its call's media, at one revision. Taken in one step, so nothing can come in between. */
export function snapshotOf(
  { call, peer }: { readonly call: CallMedia; readonly peer: Peer },
  { bootId }: NodeIdentity,
): sfuV1.PeerSnapshot {
  return {
    revision: call.revision,
    bootId,
    peerId: peer.id,
    transports: peer.transports.map((transport) => transport.view()),
    tracks: [...call.tracks.values()].map((track) => track.view()),
    subscriptions: [...peer.subscriptions.values()].map((subscription) => subscription.view()),
    activeSpeakerParticipantId: call.activeSpeaker,
    policy: policyView(peer.policy),
  };
}

function policyView(policy: PeerPolicy): sfuV1.PeerPolicy {
  const sources = (set: ReadonlySet<TrackSource>) => [...set].map((source) => callV1.TrackSource[source]);
  return {
    version: policy.version,
    allowedSources: sources(policy.allowedSources),
    mutedByHost: sources(policy.mutedByHost),
    canSubscribe: policy.canSubscribe,
    sendProfile: callV1.QualityProfile[policy.sendProfile],
    receiveProfile: callV1.QualityProfile[policy.receiveProfile],
  };
}
