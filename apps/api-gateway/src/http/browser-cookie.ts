import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

const NAME = 'videocall_browser';
const SECRET = /^[\w-]{22}$/;
const LIFETIME_SECONDS = 365 * 24 * 3600;

/** Knows a guest's browser again, so that who was removed from a call is not let in as somebody new. */
export class BrowserCookie {
  readonly #secure: boolean;

  /** @param publicUrl where people reach the app; only over plain HTTP (development) is the cookie not `Secure` */
  constructor(publicUrl: string) {
    this.#secure = new URL(publicUrl).protocol === 'https:';
  }

  /** The browser's secret, made and given to it where it has none: 22 characters of base64url. */
  of(request: FastifyRequest, reply: FastifyReply): string {
    const known = request.cookies[NAME];
    if (known !== undefined && SECRET.test(known)) return known;
    const secret = randomBytes(16).toString('base64url');
    reply.setCookie(NAME, secret, {
      path: '/v1/auth',
      httpOnly: true,
      sameSite: 'strict',
      secure: this.#secure,
      maxAge: LIFETIME_SECONDS,
    });
    return secret;
  }
}
