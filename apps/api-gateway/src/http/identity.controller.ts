import { Controller, Inject, Req, Res } from '@nestjs/common';
import type { authV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import type { SignedIn } from '@videocall/rest-api';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AUTH_SERVICE, onBehalfOf, repeatably, type AuthService } from '../adapters/services.js';
import { CreateGuest } from '../application/create-guest.js';
import { authSessionJson, userJson } from '../mapping/identity-json.js';
import { BrowserCookie } from './browser-cookie.js';
import { RefreshCookie } from './refresh-cookie.js';
import { requestContext } from './request-context.js';
import { FromRequest, RestEndpoint, type Input, type Output } from './rest-endpoint.js';

/** Longer ones are nobody's browser. */
const MAX_USER_AGENT = 256;

/** Signing in and out. */
@Controller()
export class IdentityController {
  constructor(
    @Inject(AUTH_SERVICE) private readonly auth: AuthService,
    private readonly createGuest: CreateGuest,
    private readonly cookie: RefreshCookie,
    private readonly browser: BrowserCookie,
  ) {}

  @RestEndpoint('register')
  async register(
    @FromRequest() { body, requestId }: Input<'register'>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedIn> {
    const message = { ...body, requestId, device: deviceOf(request) };
    return this.cookie.write(request, reply, await this.auth.register(message, repeatably(undefined)));
  }

  @RestEndpoint('login')
  async login(
    @FromRequest() { body }: Input<'login'>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedIn> {
    const message = { ...body, device: deviceOf(request) };
    return this.cookie.write(request, reply, await this.auth.login(message, onBehalfOf(undefined)));
  }

  @RestEndpoint('refresh')
  async refresh(
    @FromRequest() { body }: Input<'refresh'>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedIn> {
    const refreshToken = this.cookie.read(request, body.refreshToken);
    if (refreshToken === '') throw new Refusal('REFRESH_TOKEN_INVALID');
    const message = { refreshToken, device: deviceOf(request) };
    return this.cookie.write(request, reply, await this.auth.refresh(message, onBehalfOf(undefined)));
  }

  @RestEndpoint('logout')
  async logout(
    @FromRequest() { body, caller }: Input<'logout'>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const refreshToken = this.cookie.read(request, body.refreshToken);
    if (caller || refreshToken !== '') await this.auth.logout({ refreshToken }, repeatably(caller));
    this.cookie.clear(reply);
  }

  @RestEndpoint('createGuest')
  async guest(
    @FromRequest() { body }: Input<'createGuest'>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedIn> {
    const browserSecret = this.browser.of(request, reply);
    return this.cookie.write(request, reply, await this.createGuest.execute(body, browserSecret));
  }

  @RestEndpoint('issueServiceToken')
  async issueServiceToken(
    @FromRequest() { body }: Input<'issueServiceToken'>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedIn> {
    return this.cookie.write(request, reply, await this.auth.issueServiceToken(body, onBehalfOf(undefined)));
  }

  @RestEndpoint('getMe')
  async getMe(@FromRequest() { caller }: Input<'getMe'>): Output<'getMe'> {
    return userJson(await this.auth.getMe({}, repeatably(caller)));
  }

  @RestEndpoint('listAuthSessions')
  async listAuthSessions(@FromRequest() { caller }: Input<'listAuthSessions'>): Output<'listAuthSessions'> {
    const { authSessions } = await this.auth.listAuthSessions({}, repeatably(caller));
    return { authSessions: authSessions.map(authSessionJson) };
  }

  @RestEndpoint('revokeAuthSession')
  async revokeAuthSession(@FromRequest() { params, caller }: Input<'revokeAuthSession'>): Promise<void> {
    await this.auth.revokeAuthSession(params, repeatably(caller));
  }
}

function deviceOf(request: FastifyRequest): authV1.ClientDevice {
  return {
    userAgent: (request.headers['user-agent'] ?? '').slice(0, MAX_USER_AGENT),
    ipAddress: requestContext(request).clientAddress,
  };
}
