import type { IssuedAccessToken } from './ports/access-tokens.js';

/** Who is signed in, as shown to themselves. */
export interface Identity {
  readonly id: string;
  readonly kind: 'user' | 'guest' | 'service';
  readonly displayName: string;
  /** Empty for guests and services. */
  readonly email: string;
  readonly admin: boolean;
  readonly createdAt: Date;
}

export interface SignedIn {
  readonly identity: Identity;
  readonly accessToken: IssuedAccessToken;
  /** Undefined for guests and services, whose access tokens are not renewed. */
  readonly authSession: { readonly id: string; readonly refreshToken: string; readonly expiresAt: Date } | undefined;
}

/** A user renews it with their refresh token. */
export const USER_TOKEN_SECONDS = 15 * 60;
/** Guests and services cannot renew theirs. */
export const UNRENEWABLE_TOKEN_SECONDS = 12 * 60 * 60;
