/** A logged-in device of a user (AUTH-2): at the same time a family of refresh tokens. */
export interface AuthSession {
  /** `ases_…` */
  readonly id: string;
  readonly userId: string;
  readonly userAgent: string;
  readonly ipAddress: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
  readonly endedAt: Date | undefined;
  readonly endReason: AuthSessionEndReason | undefined;
}

export type AuthSessionEndReason = 'LOGGED_OUT' | 'REVOKED' | 'TOO_MANY' | 'TOKEN_REUSED' | 'EXPIRED';

/** Where a person signs in from, as the gateway saw it. Personal data. */
export interface ClientDevice {
  readonly userAgent: string;
  readonly ipAddress: string;
}

/** AUTH-2 */
export const MAX_AUTH_SESSIONS = 5;

const DAY_MS = 86_400_000;
export const IDLE_TIMEOUT_MS = 30 * DAY_MS;
export const ABSOLUTE_TIMEOUT_MS = 90 * DAY_MS;

/** When an AuthSession used just now ends by itself: 30 days idle, never later than 90 days after it began. */
export function expiryAfterUse(createdAt: Date, usedAt: Date): Date {
  return new Date(Math.min(usedAt.getTime() + IDLE_TIMEOUT_MS, createdAt.getTime() + ABSOLUTE_TIMEOUT_MS));
}

/** Neither ended nor expired. */
export function isLive(session: Pick<AuthSession, 'endedAt' | 'expiresAt'>, now: Date): boolean {
  return session.endedAt === undefined && session.expiresAt > now;
}

/**
 * Which of a user's live AuthSessions must end so that one more fits.
 *
 * @returns the oldest ones, none where there is room.
 */
export function sessionsToEvict(live: readonly AuthSession[]): readonly AuthSession[] {
  const oldestFirst = live.toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1));
  return oldestFirst.slice(0, Math.max(0, oldestFirst.length - (MAX_AUTH_SESSIONS - 1)));
}
