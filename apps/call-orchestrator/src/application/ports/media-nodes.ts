import type { CallId, ParticipantId, PeerId } from '../../domain/ids.js';
import type { MediaNode } from '../../domain/call.js';
import type { KnownNode, NodesInView } from '../../domain/placement.js';
import type { PeerPolicy } from '../../domain/policy.js';

export interface OpenPeer {
  readonly callId: CallId;
  readonly participantId: ParticipantId;
  readonly peerId: PeerId;
  readonly rtpCapabilitiesJson: string;
  readonly codecListHash: string;
  readonly policy: PeerPolicy;
}

export interface PeerOpened {
  readonly bootId: string;
  readonly policyVersion: number;
  /** `sfu.v1.PeerSnapshot` as JSON. */
  readonly snapshot: Uint8Array<ArrayBuffer>;
}

export interface CodecList {
  /** mediasoup RtpCapabilities of every router, as JSON. */
  readonly json: string;
  readonly hash: string;
}

/** The sfu-nodes named in the configuration. Each command has a deadline and rejects with a Refusal. */
export abstract class MediaNodes implements NodesInView {
  abstract get known(): readonly KnownNode[];
  abstract get someUnseen(): boolean;
  /** Where a node takes signalling. */
  abstract addressOf(nodeId: string): string | undefined;
  /** The list that all routers share; undefined before any node was seen. */
  abstract get codecList(): CodecList | undefined;

  abstract openPeer(node: MediaNode, peer: OpenPeer): Promise<PeerOpened>;
  abstract closePeer(nodeId: string, peerId: PeerId, reason: string): Promise<void>;
  abstract closeCall(nodeId: string, callId: CallId, reason: string): Promise<void>;
  /** For a minute; null: none. */
  abstract setQualityCeiling(nodeId: string, ceiling: 'MEDIUM' | 'LOW' | null): Promise<void>;
  /** Has those who are in the call on that node join where it is placed now. */
  abstract askToMove(nodeId: string, callId: CallId): Promise<void>;
  abstract setPeerPolicy(nodeId: string, peerId: PeerId, policy: PeerPolicy): Promise<void>;
}
