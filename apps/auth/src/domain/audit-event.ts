/** What this service itself writes into the audit log (AUTH-7). What is learned from calls has its names in `call-facts`. */
export type AuditAction =
  | 'ADMIN_CREATED'
  | 'USER_REGISTERED'
  | 'LOGIN_SUCCEEDED'
  | 'LOGIN_FAILED'
  | 'AUTH_SESSION_ENDED'
  | 'GUEST_CREATED'
  | 'SERVICE_ACCOUNT_CREATED'
  | 'SERVICE_SECRET_CHANGED'
  | 'SERVICE_TOKEN_ISSUED'
  | 'SERVICE_TOKEN_REFUSED'
  | 'SIGNING_KEY_CREATED'
  | 'CALL_STARTED'
  | 'CALL_ENDED'
  | 'CALL_LOCKED'
  | 'CALL_UNLOCKED'
  | 'PARTICIPANT_REMOVED'
  | 'PARTICIPANT_MUTED'
  | 'PARTICIPANT_UNMUTED'
  | 'UNMUTE_ASKED'
  | 'MAINTENANCE_ANNOUNCED'
  | 'MAINTENANCE_ENDED';

export interface AuditEntry {
  readonly occurredAt: Date;
  /** Identity id of whoever acted; empty where nobody is known, or the server itself did. */
  readonly actorId: string;
  readonly action: AuditAction;
  /** Ids, or a masked email. */
  readonly subject: string;
  /** SUCCESS, or the reason of a refusal or an end. */
  readonly result: string;
  /** Empty where the action came by no address. Personal data. */
  readonly ipAddress: string;
}

export interface AuditEvent extends AuditEntry {
  /** `aud_…` */
  readonly id: string;
}
