import type { eventsV1 } from '@videocall/contracts';
import type { SigningKey } from '@videocall/platform-auth-guard';

import type { AuditEntry, AuditEvent } from '../../domain/audit-event.js';
import type { AuthSession, AuthSessionEndReason, ClientDevice } from '../../domain/auth-session.js';
import type { ThrottleState } from '../../domain/login-throttle.js';
import type { MaintenanceNotice } from '../../domain/maintenance-notice.js';
import type { ServiceAccount, User } from '../../domain/user.js';

/** What this service keeps. Several changes that belong together go into one `transaction`. */
export abstract class AuthStore {
  /** Each statement by itself. */
  abstract readonly tables: AuthTables;
  /** All or nothing, at READ COMMITTED: what must not change meanwhile is locked by name. */
  abstract transaction<T>(work: (tables: AuthTables) => Promise<T>): Promise<T>;
}

export interface AuthTables {
  readonly users: Users;
  readonly authSessions: AuthSessions;
  readonly refreshTokens: RefreshTokens;
  readonly registerRequests: RegisterRequests;
  readonly loginThrottles: LoginThrottles;
  readonly serviceAccounts: ServiceAccounts;
  readonly signingKeys: SigningKeys;
  readonly audit: Audit;
  readonly maintenanceNotices: MaintenanceNotices;
  readonly events: Events;
  /** Waits for every other holder of this name, on any instance, and keeps it until the transaction ends. */
  exclusive(name: 'first-start' | 'service-accounts' | 'signing-keys'): Promise<void>;
}

export interface Users {
  /** @returns false where the email is taken; waits for a transaction that is taking it. */
  insert(user: User): Promise<boolean>;
  byEmail(email: string): Promise<User | undefined>;
  byId(id: string): Promise<User | undefined>;
  /** Those that are not disabled, by id, after that one. */
  enabledAfter(id: string, limit: number): Promise<readonly Pick<User, 'id' | 'email'>[]>;
  /** Keeps others from opening an AuthSession of this user until the transaction ends. */
  lock(id: string): Promise<void>;
  adminExists(): Promise<boolean>;
}

export interface AuthSessions {
  insert(session: AuthSession): Promise<void>;
  byId(id: string): Promise<AuthSession | undefined>;
  lock(id: string): Promise<AuthSession | undefined>;
  /** The AuthSession a refresh token, used or not, belongs to. */
  lockByRefreshToken(hash: string): Promise<AuthSession | undefined>;
  /** Locked expired ones that nobody ended yet, at most `limit`; those that others hold are passed over. */
  lockExpired(now: Date, limit: number): Promise<readonly AuthSession[]>;
  /** Newest first. */
  liveOf(userId: string, now: Date): Promise<readonly AuthSession[]>;
  touch(id: string, use: { readonly lastUsedAt: Date; readonly expiresAt: Date } & ClientDevice): Promise<void>;
  /** @returns false where it had ended already. */
  end(id: string, endedAt: Date, reason: AuthSessionEndReason): Promise<boolean>;
  purgeEndedBefore(time: Date): Promise<void>;
}

export interface RefreshTokenRecord {
  readonly hash: string;
  readonly usedAt: Date | undefined;
  /** The successor, encrypted under the token itself; gone once the grace is over. */
  readonly sealedSuccessor: Uint8Array | undefined;
}

export interface RefreshTokens {
  insert(token: { readonly hash: string; readonly authSessionId: string; readonly createdAt: Date }): Promise<void>;
  byHash(hash: string): Promise<RefreshTokenRecord | undefined>;
  markUsed(hash: string, usedAt: Date, sealedSuccessor: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Forgets the successors of tokens used before `time`. */
  dropSealsUsedBefore(time: Date): Promise<void>;
}

export interface RegisterRequests {
  byId(requestId: string): Promise<{ readonly userId: string; readonly authSessionId: string } | undefined>;
  /** @returns false where the request id was used before. */
  insert(request: {
    readonly requestId: string;
    readonly userId: string;
    readonly authSessionId: string;
    readonly createdAt: Date;
  }): Promise<boolean>;
  purgeCreatedBefore(time: Date): Promise<void>;
}

export interface LoginThrottles {
  /** The state of each key, locked; no failures where there were none. */
  lock(keys: readonly string[]): Promise<ReadonlyMap<string, ThrottleState>>;
  save(key: string, state: ThrottleState): Promise<void>;
  purgeQuietSince(time: Date): Promise<void>;
}

export interface ServiceAccounts {
  insert(account: ServiceAccount): Promise<void>;
  update(id: string, changes: Pick<ServiceAccount, 'secretHash' | 'displayName'>): Promise<void>;
  byClientId(clientId: string): Promise<ServiceAccount | undefined>;
  byId(id: string): Promise<ServiceAccount | undefined>;
}

export interface StoredSigningKey {
  readonly kid: string;
  readonly activeFrom: Date;
  readonly publicJwk: SigningKey['publicJwk'];
  /** The private JWK under the key-encryption key. */
  readonly sealedPrivateJwk: Uint8Array<ArrayBuffer>;
}

export interface SigningKeys {
  all(): Promise<readonly StoredSigningKey[]>;
  insert(key: StoredSigningKey): Promise<void>;
  remove(kids: readonly string[]): Promise<void>;
}

export interface AuditPosition {
  readonly occurredAt: Date;
  readonly id: string;
}

export interface Audit {
  append(entry: AuditEntry): Promise<void>;
  /** Does nothing where an entry of the same event is there already. */
  appendFromEvent(eventId: string, entry: AuditEntry): Promise<void>;
  /** Newest first, at most `limit`, only what is older than `before`. */
  page(limit: number, before: AuditPosition | undefined): Promise<readonly AuditEvent[]>;
}

/** A notice that this instance sends now. */
export interface ClaimedNotice extends MaintenanceNotice {
  /** Users up to this id have been told. */
  readonly toldThrough: string;
}

export interface MaintenanceNotices {
  /** Does nothing where it is known already. */
  insert(notice: MaintenanceNotice): Promise<void>;
  /** Keeps others from sending one that is neither finished nor claimed, until then. */
  claim(wanted: {
    readonly startingAfter: Date;
    readonly startingUntil: Date;
    readonly now: Date;
    readonly claimedUntil: Date;
  }): Promise<ClaimedNotice | undefined>;
  told(maintenanceId: string, userId: string): Promise<void>;
  release(maintenanceId: string): Promise<void>;
  /** Nobody is told any more. */
  finish(maintenanceId: string, finishedAt: Date): Promise<void>;
}

export type AuthFact = NonNullable<eventsV1.AuthEvent['fact']>;

export interface Events {
  /** Writes an AuthEvent to the outbox. */
  append(event: { readonly occurredAt: Date; readonly identityId: string; readonly fact: AuthFact }): Promise<void>;
}
