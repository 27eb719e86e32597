import { callV1, sfuV1 } from '@videocall/contracts';
import type { HeldPeer } from '../../application/reconcile-node.js';
import type { PeerConnection } from '../../application/node-reports.js';
import type { PeerId } from '../../domain/ids.js';
import type { NodeLoad } from '../../domain/placement.js';
import type { PeerPolicy } from '../../domain/policy.js';

/** The domain in the words of `videocall.sfu.v1`. */
export function policyMessage(policy: PeerPolicy): sfuV1.PeerPolicy {
  return {
    version: policy.version,
    allowedSources: policy.allowedSources.map((source) => callV1.TrackSource[source]),
    mutedByHost: policy.mutedByHost.map((source) => callV1.TrackSource[source]),
    canSubscribe: policy.canSubscribe,
    sendProfile: callV1.QualityProfile[policy.sendProfile],
    receiveProfile: callV1.QualityProfile[policy.receiveProfile],
  };
}

export function loadOf(load: sfuV1.NodeLoad | undefined): NodeLoad {
  return {
    calls: load?.calls ?? 0,
    peers: load?.peers ?? 0,
    busiestWorkerCpuPermille: load?.busiestWorkerCpuPermille ?? 0,
    draining: load?.draining ?? false,
    hostCpuPermille: load?.hostCpuPermille ?? 0,
    hostMemoryPermille: load?.hostMemoryPermille ?? 0,
    hostSentBytes: load?.hostSentBytes ?? 0,
  };
}

export function heldPeerOf(peer: sfuV1.NodePeer): HeldPeer {
  return {
    peerId: peer.peerId as PeerId,
    connection: connectionOf(peer.connection),
    policyVersion: peer.policyVersion,
    sharingScreen: peer.sharingScreen,
  };
}

/** A state that this version does not know says nothing, like a new peer's. */
export function connectionOf(connection: sfuV1.PeerConnection): PeerConnection {
  if (connection === sfuV1.PeerConnection.CONNECTED) return 'CONNECTED';
  return connection === sfuV1.PeerConnection.LOST ? 'LOST' : 'NEW';
}
