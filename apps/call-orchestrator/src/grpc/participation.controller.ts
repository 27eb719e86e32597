import type { Metadata } from '@grpc/grpc-js';
import { Controller, UsePipes } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type { callV1 } from '@videocall/contracts';
import { CallerIs, ZodRpcPipe } from '@videocall/platform-grpc';
import type { z } from 'zod';
import { AcquireScreenShare } from '../application/acquire-screen-share.js';
import { ListChatMessages } from '../application/list-chat-messages.js';
import { ReleaseScreenShare } from '../application/release-screen-share.js';
import { SendChatMessage } from '../application/send-chat-message.js';
import { SetHandRaised } from '../application/set-hand-raised.js';
import { SetQualityProfile } from '../application/set-quality-profile.js';
import { Callers } from './callers.js';
import * as requests from './requests.js';

/** The methods of `CallControlService` that participants call for themselves. */
@Controller()
@CallerIs('api-gateway')
export class ParticipationController {
  constructor(
    private readonly callers: Callers,
    private readonly acquireScreenShareCase: AcquireScreenShare,
    private readonly releaseScreenShareCase: ReleaseScreenShare,
    private readonly setQualityProfileCase: SetQualityProfile,
    private readonly setHandRaisedCase: SetHandRaised,
    private readonly sendChatMessageCase: SendChatMessage,
    private readonly listChatMessagesCase: ListChatMessages,
  ) {}

  @GrpcMethod('CallControlService', 'AcquireScreenShare')
  @UsePipes(new ZodRpcPipe(requests.acquireScreenShare))
  async acquireScreenShare(
    request: z.output<typeof requests.acquireScreenShare>,
    metadata: Metadata,
  ): Promise<callV1.AcquireScreenShareResponse> {
    const mutation = await this.callers.mutation(metadata, 'AcquireScreenShare', request);
    return await this.acquireScreenShareCase.execute(mutation, request.callId, request.participantId);
  }

  @GrpcMethod('CallControlService', 'ReleaseScreenShare')
  @UsePipes(new ZodRpcPipe(requests.releaseScreenShare))
  async releaseScreenShare(
    request: z.output<typeof requests.releaseScreenShare>,
    metadata: Metadata,
  ): Promise<callV1.ReleaseScreenShareResponse> {
    const mutation = await this.callers.mutation(metadata, 'ReleaseScreenShare', request);
    return await this.releaseScreenShareCase.execute(mutation, request.callId, request.participantId);
  }

  @GrpcMethod('CallControlService', 'SetQualityProfile')
  @UsePipes(new ZodRpcPipe(requests.setQualityProfile))
  async setQualityProfile(
    request: z.output<typeof requests.setQualityProfile>,
    metadata: Metadata,
  ): Promise<callV1.SetQualityProfileResponse> {
    const mutation = await this.callers.mutation(metadata, 'SetQualityProfile', request);
    return await this.setQualityProfileCase.execute(mutation, request);
  }

  @GrpcMethod('CallControlService', 'SetHandRaised')
  @UsePipes(new ZodRpcPipe(requests.setHandRaised))
  async setHandRaised(
    request: z.output<typeof requests.setHandRaised>,
    metadata: Metadata,
  ): Promise<callV1.SetHandRaisedResponse> {
    const mutation = await this.callers.mutation(metadata, 'SetHandRaised', request);
    return await this.setHandRaisedCase.execute(mutation, request.callId, request.participantId, request.raised);
  }

  @GrpcMethod('CallControlService', 'SendChatMessage')
  @UsePipes(new ZodRpcPipe(requests.sendChatMessage))
  async sendChatMessage(
    request: z.output<typeof requests.sendChatMessage>,
    metadata: Metadata,
  ): Promise<callV1.SendChatMessageResponse> {
    const mutation = await this.callers.mutation(metadata, 'SendChatMessage', request);
    return await this.sendChatMessageCase.execute(mutation, request.callId, request.participantId, request.text);
  }

  @GrpcMethod('CallControlService', 'ListChatMessages')
  @UsePipes(new ZodRpcPipe(requests.listChatMessages))
  async listChatMessages(
    request: z.output<typeof requests.listChatMessages>,
    metadata: Metadata,
  ): Promise<callV1.ListChatMessagesResponse> {
    const caller = await this.callers.of(metadata);
    return await this.listChatMessagesCase.execute(caller, request.callId, request.afterMessageId, request.pageSize);
  }
}
