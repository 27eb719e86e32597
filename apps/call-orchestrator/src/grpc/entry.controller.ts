import type { Metadata } from '@grpc/grpc-js';
import { Controller, UsePipes } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type { callV1 } from '@videocall/contracts';
import { CallerIs, ZodRpcPipe } from '@videocall/platform-grpc';
import type { z } from 'zod';
import { GetInvite } from '../application/get-invite.js';
import { GetMediaConfiguration } from '../application/get-media-configuration.js';
import { GetPeerAccess } from '../application/get-peer-access.js';
import { IssueGrant } from '../application/issue-grant.js';
import { ListCalls } from '../application/list-calls.js';
import { ResumeParticipant } from '../application/resume-participant.js';
import { Callers } from './callers.js';
import * as requests from './requests.js';

/** The methods of `CallControlService` for whoever wants in, or back in. */
@Controller()
@CallerIs('api-gateway')
export class EntryController {
  constructor(
    private readonly callers: Callers,
    private readonly getMediaConfigurationCase: GetMediaConfiguration,
    private readonly issueGrantCase: IssueGrant,
    private readonly resumeParticipantCase: ResumeParticipant,
    private readonly getPeerAccessCase: GetPeerAccess,
    private readonly getInviteCase: GetInvite,
    private readonly listCallsCase: ListCalls,
  ) {}

  @GrpcMethod('CallControlService', 'GetMediaConfiguration')
  async getMediaConfiguration(
    _request: callV1.GetMediaConfigurationRequest,
    metadata: Metadata,
  ): Promise<callV1.GetMediaConfigurationResponse> {
    return this.getMediaConfigurationCase.execute(await this.callers.of(metadata));
  }

  @GrpcMethod('CallControlService', 'IssueGrant')
  @UsePipes(new ZodRpcPipe(requests.issueGrant))
  async issueGrant(
    request: z.output<typeof requests.issueGrant>,
    metadata: Metadata,
  ): Promise<callV1.IssueGrantResponse> {
    const caller = await this.callers.of(metadata);
    return await this.issueGrantCase.execute(caller, request.callId, request.inviteCode);
  }

  @GrpcMethod('CallControlService', 'ResumeParticipant')
  @UsePipes(new ZodRpcPipe(requests.resumeParticipant))
  async resumeParticipant(
    request: z.output<typeof requests.resumeParticipant>,
    metadata: Metadata,
  ): Promise<callV1.JoinCallResponse> {
    const caller = await this.callers.of(metadata);
    return await this.resumeParticipantCase.execute(caller, request.resumeToken);
  }

  @GrpcMethod('CallControlService', 'GetPeerAccess')
  @UsePipes(new ZodRpcPipe(requests.getPeerAccess))
  async getPeerAccess(
    { callId, participantId }: z.output<typeof requests.getPeerAccess>,
    metadata: Metadata,
  ): Promise<callV1.GetPeerAccessResponse> {
    return await this.getPeerAccessCase.execute(await this.callers.of(metadata), callId, participantId);
  }

  @GrpcMethod('CallControlService', 'GetInvite')
  @UsePipes(new ZodRpcPipe(requests.getInvite))
  async getInvite(request: z.output<typeof requests.getInvite>): Promise<callV1.GetInviteResponse> {
    return await this.getInviteCase.execute(request.code);
  }

  @GrpcMethod('CallControlService', 'ListCalls')
  @UsePipes(new ZodRpcPipe(requests.listCalls))
  async listCalls(request: z.output<typeof requests.listCalls>, metadata: Metadata): Promise<callV1.ListCallsResponse> {
    const caller = await this.callers.of(metadata);
    return await this.listCallsCase.execute(caller, request.pageSize, request.pageToken);
  }
}
