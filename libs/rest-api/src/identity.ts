import { Id, Instant } from '@videocall/signalling';
import { z } from 'zod';
import type { Endpoint } from './endpoint.js';

export const IdentityKind = z.enum(['USER', 'GUEST', 'SERVICE']);
export type IdentityKind = z.infer<typeof IdentityKind>;

export const User = z.object({
  id: Id,
  kind: IdentityKind,
  displayName: z.string(),
  /** Empty for guests and services. */
  email: z.string(),
  admin: z.boolean(),
  createdAt: Instant,
});
export type User = z.infer<typeof User>;

export const SignedIn = z.object({
  user: User,
  accessToken: z.string(),
  accessTokenExpiresAt: Instant,
  /** null for guests and services. */
  authSessionId: Id.nullable(),
  /** Only where the request carried `X-Token-Transport: body`; else it is in the HttpOnly cookie `videocall_refresh`. */
  refreshToken: z.string().optional(),
});
export type SignedIn = z.infer<typeof SignedIn>;

/** A signed-in device. */
export const AuthSession = z.object({
  id: Id,
  userAgent: z.string(),
  ipAddress: z.string(),
  createdAt: Instant,
  lastUsedAt: Instant,
  expiresAt: Instant,
  /** The one that asks. */
  current: z.boolean(),
});
export type AuthSession = z.infer<typeof AuthSession>;

export const DisplayName = z.string().trim().min(1).max(64);
const Email = z.email().max(254);
const Password = z.string().min(1).max(200);
const Secret = z.string().min(1).max(512);

/** Twelve letters, with or without the hyphens between its groups. */
export const InviteCode = z.string().trim().min(1).max(32);

/** 3 to 40 of a-z, 0-9 and hyphen. */
export const RoomName = z.string().regex(/^[a-z0-9-]{3,40}$/);

export const IDENTITY_ENDPOINTS = {
  register: {
    method: 'POST',
    path: '/v1/auth/register',
    tag: 'Identity',
    summary: 'Create an account and sign in',
    identity: 'none',
    idempotencyKey: true,
    body: z.object({ email: Email, password: Password, displayName: DisplayName }),
    status: 201,
    reply: SignedIn,
    refusals: ['EMAIL_TAKEN', 'PASSWORD_TOO_WEAK', 'REGISTRATION_CLOSED'],
  },
  login: {
    method: 'POST',
    path: '/v1/auth/login',
    tag: 'Identity',
    summary: 'Sign in',
    identity: 'none',
    idempotencyKey: false,
    body: z.object({ email: Email, password: Password }),
    status: 200,
    reply: SignedIn,
    refusals: ['CREDENTIALS_WRONG', 'LOGIN_SLOWED_DOWN', 'USER_DISABLED'],
  },
  refresh: {
    method: 'POST',
    path: '/v1/auth/refresh',
    tag: 'Identity',
    summary: 'A new access token for a refresh token',
    description:
      'The refresh token comes from the cookie, or from the body where there is no cookie. It changes with each use.',
    identity: 'none',
    idempotencyKey: false,
    body: z.object({ refreshToken: Secret.optional() }),
    status: 200,
    reply: SignedIn,
    refusals: ['REFRESH_TOKEN_INVALID', 'REFRESH_TOKEN_REUSED', 'USER_DISABLED'],
  },
  logout: {
    method: 'POST',
    path: '/v1/auth/logout',
    tag: 'Identity',
    summary: 'Sign out of this device',
    description: 'Named by the access token, or by the refresh token where the access token has expired.',
    identity: 'none',
    idempotencyKey: false,
    body: z.object({ refreshToken: Secret.optional() }),
    status: 204,
    refusals: [],
  },
  listAuthSessions: {
    method: 'GET',
    path: '/v1/auth/sessions',
    tag: 'Identity',
    summary: 'The devices signed in to this account, newest first',
    identity: 'required',
    idempotencyKey: false,
    status: 200,
    reply: z.object({ authSessions: z.array(AuthSession) }),
    refusals: [],
  },
  revokeAuthSession: {
    method: 'DELETE',
    path: '/v1/auth/sessions/:authSessionId',
    tag: 'Identity',
    summary: 'Sign a device out',
    identity: 'required',
    idempotencyKey: false,
    params: z.object({ authSessionId: Id }),
    status: 204,
    refusals: ['AUTH_SESSION_NOT_FOUND'],
  },
  createGuest: {
    method: 'POST',
    path: '/v1/auth/guests',
    tag: 'Identity',
    summary: "A guest's identity, for an invite or for a room open to anyone",
    description: 'Good for twelve hours and not renewable.',
    identity: 'none',
    idempotencyKey: false,
    body: z.union([
      z.object({ displayName: DisplayName, inviteCode: InviteCode }),
      z.object({ displayName: DisplayName, roomName: RoomName }),
    ]),
    status: 201,
    reply: SignedIn,
    refusals: ['INVITE_INVALID', 'INVITE_EXPIRED', 'CALL_ENDED', 'ROOM_NOT_FOUND', 'MEMBERS_ONLY'],
  },
  issueServiceToken: {
    method: 'POST',
    path: '/v1/auth/service-tokens',
    tag: 'Identity',
    summary: "A service account's access token",
    identity: 'none',
    idempotencyKey: false,
    body: z.object({ clientId: z.string().min(1).max(64), clientSecret: Secret }),
    status: 200,
    reply: SignedIn,
    refusals: ['CREDENTIALS_WRONG', 'LOGIN_SLOWED_DOWN'],
  },
  getMe: {
    method: 'GET',
    path: '/v1/me',
    tag: 'Identity',
    summary: 'The caller',
    identity: 'required',
    idempotencyKey: false,
    status: 200,
    reply: User,
    refusals: ['USER_NOT_FOUND'],
  },
} as const satisfies Record<string, Endpoint>;
