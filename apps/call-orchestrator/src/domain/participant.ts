import type { ParticipantId, PeerId } from './ids.js';
import type {
  IdentityKind,
  LeaveReason,
  ParticipantRole,
  ParticipantState,
  QualityProfile,
  TrackSource,
} from './vocabulary.js';

/** One identity's membership in one call. */
export interface Participant {
  readonly id: ParticipantId;
  readonly identityId: string;
  readonly identityKind: IdentityKind;
  readonly displayName: string;
  readonly role: ParticipantRole;
  /** The role was decided in the call (by a host, or by succession): a later grant does not change it. */
  readonly roleDecided: boolean;
  /** What the participant may publish; a screen only while holding the screen share. */
  readonly sources: readonly TrackSource[];
  readonly canSubscribe: boolean;
  readonly canPublishData: boolean;
  readonly hidden: boolean;
  readonly state: ParticipantState;
  readonly createdAt: Date;
  readonly joinedAt: Date | null;
  readonly leftAt: Date | null;
  readonly leaveReason: LeaveReason | null;
  /** When JOINING is abandoned, or RECONNECTING becomes LEFT. */
  readonly deadline: Date | null;
  readonly handRaisedAt: Date | null;
  readonly mutedByHost: readonly TrackSource[];
  readonly sendProfile: QualityProfile;
  readonly receiveProfile: QualityProfile;
  readonly peerId: PeerId;
  /** Which process of which sfu-node holds the peer, or is about to; null: the call's. */
  readonly nodeId: string | null;
  readonly bootId: string | null;
  /** The peer died with its router or node: the identity must join anew. */
  readonly mediaLost: boolean;
  readonly policyVersion: number;
  /** The version that the sfu-node is known to enforce; 0 until its peer is open. */
  readonly policyConfirmedVersion: number;
}

/** Whether the participant holds a place in the call. */
export function holdsPlace({ state }: Participant): boolean {
  return state !== 'LEFT';
}

/** Whether the participant is inside, as others see it. */
export function isInside({ state }: Participant): boolean {
  return state === 'JOINED' || state === 'RECONNECTING';
}
