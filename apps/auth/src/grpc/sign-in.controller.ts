import { Controller, UsePipes } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type { authV1 } from '@videocall/contracts';
import { CallerIs, ZodRpcPipe } from '@videocall/platform-grpc';
import type { z } from 'zod';

import { CreateGuest } from '../application/create-guest.js';
import { IssueServiceToken } from '../application/issue-service-token.js';
import { LogIn } from '../application/log-in.js';
import { Refresh } from '../application/refresh.js';
import { Register } from '../application/register.js';
import { toSignedIn } from './replies.js';
import * as requests from './requests.js';

/** The methods of AuthService that give somebody an access token. */
@Controller()
@CallerIs('api-gateway')
export class SignInController {
  constructor(
    private readonly registerUser: Register,
    private readonly logIn: LogIn,
    private readonly rotate: Refresh,
    private readonly guest: CreateGuest,
    private readonly service: IssueServiceToken,
  ) {}

  @GrpcMethod('AuthService', 'Register')
  @UsePipes(new ZodRpcPipe(requests.registerRequest))
  async register(request: z.output<typeof requests.registerRequest>): Promise<authV1.SignedIn> {
    return toSignedIn(await this.registerUser.run(request));
  }

  @GrpcMethod('AuthService', 'Login')
  @UsePipes(new ZodRpcPipe(requests.loginRequest))
  async login(request: z.output<typeof requests.loginRequest>): Promise<authV1.SignedIn> {
    return toSignedIn(await this.logIn.run(request));
  }

  @GrpcMethod('AuthService', 'Refresh')
  @UsePipes(new ZodRpcPipe(requests.refreshRequest))
  async refresh(request: z.output<typeof requests.refreshRequest>): Promise<authV1.SignedIn> {
    return toSignedIn(await this.rotate.run(request));
  }

  @GrpcMethod('AuthService', 'CreateGuest')
  @UsePipes(new ZodRpcPipe(requests.createGuestRequest))
  async createGuest({
    displayName,
    browserSecret,
  }: z.output<typeof requests.createGuestRequest>): Promise<authV1.SignedIn> {
    return toSignedIn(await this.guest.run(displayName, browserSecret));
  }

  @GrpcMethod('AuthService', 'IssueServiceToken')
  @UsePipes(new ZodRpcPipe(requests.issueServiceTokenRequest))
  async issueServiceToken({
    clientId,
    clientSecret,
  }: z.output<typeof requests.issueServiceTokenRequest>): Promise<authV1.SignedIn> {
    return toSignedIn(await this.service.run(clientId, clientSecret));
  }
}
