import type { Metadata } from '@grpc/grpc-js';
import { Controller, UsePipes } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type { callV1 } from '@videocall/contracts';
import { CallerIs, ZodRpcPipe } from '@videocall/platform-grpc';
import type { z } from 'zod';
import { AskToUnmute } from '../application/ask-to-unmute.js';
import { CreateInvite } from '../application/create-invite.js';
import { MuteParticipant } from '../application/mute-participant.js';
import { RemoveParticipant } from '../application/remove-participant.js';
import { RevokeInvite } from '../application/revoke-invite.js';
import { SetCallLocked } from '../application/set-call-locked.js';
import { SetParticipantRole } from '../application/set-participant-role.js';
import { Callers } from './callers.js';
import * as requests from './requests.js';

/** The methods of `CallControlService` for hosts. */
@Controller()
@CallerIs('api-gateway')
export class ModerationController {
  constructor(
    private readonly callers: Callers,
    private readonly createInviteCase: CreateInvite,
    private readonly revokeInviteCase: RevokeInvite,
    private readonly muteParticipantCase: MuteParticipant,
    private readonly askToUnmuteCase: AskToUnmute,
    private readonly removeParticipantCase: RemoveParticipant,
    private readonly setParticipantRoleCase: SetParticipantRole,
    private readonly setCallLockedCase: SetCallLocked,
  ) {}

  @GrpcMethod('CallControlService', 'CreateInvite')
  @UsePipes(new ZodRpcPipe(requests.createInvite))
  async createInvite(
    request: z.output<typeof requests.createInvite>,
    metadata: Metadata,
  ): Promise<callV1.CreateInviteResponse> {
    const mutation = await this.callers.mutation(metadata, 'CreateInvite', request);
    return await this.createInviteCase.execute(mutation, request);
  }

  @GrpcMethod('CallControlService', 'RevokeInvite')
  @UsePipes(new ZodRpcPipe(requests.revokeInvite))
  async revokeInvite(
    request: z.output<typeof requests.revokeInvite>,
    metadata: Metadata,
  ): Promise<callV1.RevokeInviteResponse> {
    const mutation = await this.callers.mutation(metadata, 'RevokeInvite', request);
    return await this.revokeInviteCase.execute(mutation, request.callId, request.code);
  }

  @GrpcMethod('CallControlService', 'MuteParticipant')
  @UsePipes(new ZodRpcPipe(requests.muteParticipant))
  async muteParticipant(
    request: z.output<typeof requests.muteParticipant>,
    metadata: Metadata,
  ): Promise<callV1.MuteParticipantResponse> {
    const mutation = await this.callers.mutation(metadata, 'MuteParticipant', request);
    return await this.muteParticipantCase.execute(mutation, request);
  }

  @GrpcMethod('CallControlService', 'AskToUnmute')
  @UsePipes(new ZodRpcPipe(requests.askToUnmute))
  async askToUnmute(
    request: z.output<typeof requests.askToUnmute>,
    metadata: Metadata,
  ): Promise<callV1.AskToUnmuteResponse> {
    const mutation = await this.callers.mutation(metadata, 'AskToUnmute', request);
    return await this.askToUnmuteCase.execute(mutation, request);
  }

  @GrpcMethod('CallControlService', 'RemoveParticipant')
  @UsePipes(new ZodRpcPipe(requests.removeParticipant))
  async removeParticipant(
    request: z.output<typeof requests.removeParticipant>,
    metadata: Metadata,
  ): Promise<callV1.RemoveParticipantResponse> {
    const mutation = await this.callers.mutation(metadata, 'RemoveParticipant', request);
    return await this.removeParticipantCase.execute(mutation, request.callId, request.participantId);
  }

  @GrpcMethod('CallControlService', 'SetParticipantRole')
  @UsePipes(new ZodRpcPipe(requests.setParticipantRole))
  async setParticipantRole(
    request: z.output<typeof requests.setParticipantRole>,
    metadata: Metadata,
  ): Promise<callV1.SetParticipantRoleResponse> {
    const mutation = await this.callers.mutation(metadata, 'SetParticipantRole', request);
    return await this.setParticipantRoleCase.execute(mutation, request.callId, request.participantId, request.role);
  }

  @GrpcMethod('CallControlService', 'SetCallLocked')
  @UsePipes(new ZodRpcPipe(requests.setCallLocked))
  async setCallLocked(
    request: z.output<typeof requests.setCallLocked>,
    metadata: Metadata,
  ): Promise<callV1.SetCallLockedResponse> {
    const mutation = await this.callers.mutation(metadata, 'SetCallLocked', request);
    return await this.setCallLockedCase.execute(mutation, request.callId, request.locked);
  }
}
