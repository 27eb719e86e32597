import type { ParticipantId, PeerId } from './ids.js';
import type { Participant } from './participant.js';
import type { ShownRecording } from './recording.js';
import type { CallEndReason, LeaveReason, TrackSource } from './vocabulary.js';

export interface ChatMessage {
  readonly id: string;
  readonly participantId: ParticipantId;
  readonly displayName: string;
  readonly text: string;
  readonly sentAt: Date;
}

/** What happened in a call, as others are told. */
export type CallFact =
  | { readonly type: 'CALL_STARTED' }
  | { readonly type: 'CALL_ENDED'; readonly reason: CallEndReason; readonly durationSeconds: number }
  | { readonly type: 'PARTICIPANT_JOINED'; readonly participant: Participant }
  | { readonly type: 'PARTICIPANT_UPDATED'; readonly participant: Participant }
  | {
      readonly type: 'PARTICIPANT_LEFT';
      readonly participantId: ParticipantId;
      readonly identityId: string;
      readonly reason: LeaveReason;
    }
  | { readonly type: 'CALL_LOCKED'; readonly locked: boolean }
  | { readonly type: 'SCREEN_SHARE_CHANGED'; readonly participantId: ParticipantId | null }
  /** null: recorded no longer. */
  | { readonly type: 'RECORDING_CHANGED'; readonly recording: ShownRecording | null }
  | { readonly type: 'CHAT_MESSAGE_SENT'; readonly message: ChatMessage }
  | { readonly type: 'UNMUTE_ASKED'; readonly byParticipantId: ParticipantId; readonly source: TrackSource }
  /** The peer is gone with its sfu-node: its client is to enter anew. For the one whose it was. */
  | { readonly type: 'PEER_LOST'; readonly participantId: ParticipantId; readonly peerId: PeerId }
  | {
      readonly type: 'PARTICIPANT_MUTED';
      readonly participantId: ParticipantId;
      readonly byParticipantId: ParticipantId;
      readonly source: TrackSource;
      readonly muted: boolean;
    };

/** A fact with its place in the order of the call. */
export interface ToldFact {
  readonly fact: CallFact;
  readonly revision: number;
  /** Who caused it; null for the server itself. */
  readonly actorId: string | null;
  /** The only one who is told; null: everybody in the call. */
  readonly onlyParticipantId: ParticipantId | null;
}
