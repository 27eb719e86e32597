import type { CallId, ParticipantId, PeerId, RecordingId } from '../../domain/ids.js';
import type { Permissions } from '../../domain/permissions.js';
import type { MediaNode } from '../../domain/call.js';

export interface SignedToken {
  readonly token: string;
  readonly expiresAt: Date;
}

export interface PeerIdentity {
  readonly identityId: string;
  readonly callId: CallId;
  readonly participantId: ParticipantId;
  readonly peerId: PeerId;
  readonly node: MediaNode;
}

/** Tokens signed with this service's own key: ES256 JWTs. */
export abstract class Tokens {
  /** Admits one identity to one call; to be used within 10 minutes. */
  abstract issueGrant(identityId: string, callId: CallId, permissions: Permissions): Promise<SignedToken>;
  /** @throws Refusal GRANT_INVALID, GRANT_EXPIRED, GRANT_FOREIGN */
  abstract verifyGrant(
    token: string,
    identityId: string,
  ): Promise<{ readonly callId: CallId; readonly permissions: Permissions }>;
  /** For the media of one peer; an hour long. */
  abstract issuePeerTicket(peer: PeerIdentity): Promise<SignedToken>;
  /** For the recorder, to capture a call's media; an hour long. */
  abstract issueCaptureTicket(recordingId: RecordingId, callId: CallId, node: MediaNode): Promise<SignedToken>;
  /** Gives a participant back after a lost connection; a day long. */
  abstract issueResumeToken(identityId: string, callId: CallId, participantId: ParticipantId): Promise<SignedToken>;
  /** @throws Refusal RESUME_TOKEN_INVALID */
  abstract verifyResumeToken(
    token: string,
    identityId: string,
  ): Promise<{ readonly callId: CallId; readonly participantId: ParticipantId }>;
}
