import type { Metadata } from '@grpc/grpc-js';
import { Controller, UsePipes } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type { callV1 } from '@videocall/contracts';
import { CallerIs, ZodRpcPipe } from '@videocall/platform-grpc';
import type { z } from 'zod';
import { EndCall } from '../application/end-call.js';
import { GetCallStatus } from '../application/get-call-status.js';
import { JoinCall } from '../application/join-call.js';
import { LeaveCall } from '../application/leave-call.js';
import { StartCall } from '../application/start-call.js';
import { Callers } from './callers.js';
import * as requests from './requests.js';

/** `CallService` less `StreamMedia`. */
@Controller()
@CallerIs('api-gateway')
export class CallController {
  constructor(
    private readonly callers: Callers,
    private readonly startCallCase: StartCall,
    private readonly joinCallCase: JoinCall,
    private readonly leaveCallCase: LeaveCall,
    private readonly endCallCase: EndCall,
    private readonly getCallStatusCase: GetCallStatus,
  ) {}

  @GrpcMethod('CallService', 'StartCall')
  @UsePipes(new ZodRpcPipe(requests.startCall))
  async startCall(request: z.output<typeof requests.startCall>, metadata: Metadata): Promise<callV1.StartCallResponse> {
    const mutation = await this.callers.mutation(metadata, 'StartCall', request);
    return await this.startCallCase.execute(mutation, request);
  }

  @GrpcMethod('CallService', 'JoinCall')
  @UsePipes(new ZodRpcPipe(requests.joinCall))
  async joinCall(request: z.output<typeof requests.joinCall>, metadata: Metadata): Promise<callV1.JoinCallResponse> {
    const mutation = await this.callers.mutation(metadata, 'JoinCall', request);
    return await this.joinCallCase.execute(mutation, request);
  }

  @GrpcMethod('CallService', 'LeaveCall')
  @UsePipes(new ZodRpcPipe(requests.leaveCall))
  async leaveCall(request: z.output<typeof requests.leaveCall>, metadata: Metadata): Promise<callV1.LeaveCallResponse> {
    const mutation = await this.callers.mutation(metadata, 'LeaveCall', request);
    return await this.leaveCallCase.execute(mutation, request.callId, request.participantId);
  }

  @GrpcMethod('CallService', 'EndCall')
  @UsePipes(new ZodRpcPipe(requests.endCall))
  async endCall(request: z.output<typeof requests.endCall>, metadata: Metadata): Promise<callV1.EndCallResponse> {
    const mutation = await this.callers.mutation(metadata, 'EndCall', request);
    return await this.endCallCase.execute(mutation, request.callId);
  }

  @GrpcMethod('CallService', 'GetCallStatus')
  @UsePipes(new ZodRpcPipe(requests.getCallStatus))
  async getCallStatus(
    request: z.output<typeof requests.getCallStatus>,
    metadata: Metadata,
  ): Promise<callV1.GetCallStatusResponse> {
    const caller = await this.callers.of(metadata);
    return await this.getCallStatusCase.execute(caller, request.callId);
  }
}
