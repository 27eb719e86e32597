import type { Metadata } from '@grpc/grpc-js';
import { Controller, UsePipes } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type { authV1 } from '@videocall/contracts';
import { CallerIs, ZodRpcPipe } from '@videocall/platform-grpc';
import type { z } from 'zod';

import { GetMe } from '../application/get-me.js';
import { ListAuditEvents } from '../application/list-audit-events.js';
import { ListAuthSessions } from '../application/list-auth-sessions.js';
import { LogOut } from '../application/log-out.js';
import { RevokeAuthSession } from '../application/revoke-auth-session.js';
import { CallerReader } from './caller.js';
import { toAuditPage, toAuthSession, toUser } from './replies.js';
import * as requests from './requests.js';

/** The methods of AuthService for somebody who has an access token. */
@Controller()
@CallerIs('api-gateway')
export class AccountController {
  constructor(
    private readonly callers: CallerReader,
    private readonly logOut: LogOut,
    private readonly me: GetMe,
    private readonly sessions: ListAuthSessions,
    private readonly revoke: RevokeAuthSession,
    private readonly auditLog: ListAuditEvents,
  ) {}

  @GrpcMethod('AuthService', 'Logout')
  @UsePipes(new ZodRpcPipe(requests.logoutRequest))
  async logout(
    { refreshToken }: z.output<typeof requests.logoutRequest>,
    metadata: Metadata,
  ): Promise<authV1.LogoutResponse> {
    await this.logOut.run(await this.callers.leaving(metadata, refreshToken));
    return {};
  }

  @GrpcMethod('AuthService', 'GetMe')
  async getMe(_: authV1.GetMeRequest, metadata: Metadata): Promise<authV1.User> {
    return toUser(await this.me.run(await this.callers.of(metadata)));
  }

  @GrpcMethod('AuthService', 'ListAuthSessions')
  async listAuthSessions(
    _: authV1.ListAuthSessionsRequest,
    metadata: Metadata,
  ): Promise<authV1.ListAuthSessionsResponse> {
    const found = await this.sessions.run(await this.callers.of(metadata));
    return { authSessions: found.map(toAuthSession) };
  }

  @GrpcMethod('AuthService', 'RevokeAuthSession')
  @UsePipes(new ZodRpcPipe(requests.revokeAuthSessionRequest))
  async revokeAuthSession(
    { authSessionId }: z.output<typeof requests.revokeAuthSessionRequest>,
    metadata: Metadata,
  ): Promise<authV1.RevokeAuthSessionResponse> {
    await this.revoke.run(await this.callers.of(metadata), authSessionId);
    return {};
  }

  @GrpcMethod('AuthService', 'ListAuditEvents')
  @UsePipes(new ZodRpcPipe(requests.listAuditEventsRequest))
  async listAuditEvents(
    { pageSize, pageToken }: z.output<typeof requests.listAuditEventsRequest>,
    metadata: Metadata,
  ): Promise<authV1.ListAuditEventsResponse> {
    return toAuditPage(await this.auditLog.run(await this.callers.of(metadata), pageSize, pageToken));
  }
}
