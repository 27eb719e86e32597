import type { CookieSerializeOptions } from '@fastify/cookie';
import type { authV1 } from '@videocall/contracts';
import type { SignedIn } from '@videocall/rest-api';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { instant } from '../mapping/instant.js';
import { userJson } from '../mapping/identity-json.js';
import { required } from '../mapping/required.js';

const NAME = 'videocall_refresh';

/** Keeps refresh tokens out of the reach of scripts: in a cookie that only the endpoints of identity are sent. */
export class RefreshCookie {
  readonly #options: CookieSerializeOptions;

  /** @param publicUrl where people reach the app; only over plain HTTP (development) is the cookie not `Secure` */
  constructor(publicUrl: string) {
    this.#options = {
      path: '/v1/auth',
      httpOnly: true,
      sameSite: 'strict',
      secure: new URL(publicUrl).protocol === 'https:',
    };
  }

  /** The refresh token of a request: the cookie's, else the one in its body; empty where there is none. */
  read(request: FastifyRequest, inBody: string | undefined): string {
    return request.cookies[NAME] ?? inBody ?? '';
  }

  /**
   * The reply to a sign-in. Its refresh token goes into the cookie, or into the body for clients without cookies that ask
   * for it by `X-Token-Transport: body`.
   */
  write(request: FastifyRequest, reply: FastifyReply, signedIn: authV1.SignedIn): SignedIn {
    const { refreshToken, refreshTokenExpiresAt } = signedIn;
    const inBody = request.headers['x-token-transport'] === 'body';
    if (refreshToken !== '' && !inBody) {
      reply.setCookie(NAME, refreshToken, { ...this.#options, expires: required(refreshTokenExpiresAt) });
    }
    return {
      user: userJson(required(signedIn.user)),
      accessToken: signedIn.accessToken,
      accessTokenExpiresAt: instant(signedIn.accessTokenExpiresAt),
      authSessionId: signedIn.authSessionId || null,
      ...(refreshToken !== '' && inBody ? { refreshToken } : {}),
    };
  }

  clear(reply: FastifyReply): void {
    reply.clearCookie(NAME, this.#options);
  }
}
