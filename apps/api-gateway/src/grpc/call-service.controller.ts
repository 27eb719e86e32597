import type { Metadata } from '@grpc/grpc-js';
import { Controller, Inject, UseGuards } from '@nestjs/common';
import { GrpcMethod, GrpcStreamCall } from '@nestjs/microservices';
import type { callV1 } from '@videocall/contracts';
import { Grants } from '../adapters/grants.js';
import { ORCHESTRATOR, repeatably, type Orchestrator } from '../adapters/services.js';
import { CALL_MESSAGES, checked } from './call-messages.js';
import { callerOf, IdentifyCallerGuard } from './identify-caller.guard.js';
import { MEDIA_STREAM_PARTS, MediaStream, type MediaStreamParts, type PublicMediaStream } from './media-stream.js';

/** The public `CallService` (CALL-1): the orchestrator's own, behind the checks of the edge. */
@Controller()
@UseGuards(IdentifyCallerGuard)
export class CallServiceController {
  constructor(
    @Inject(ORCHESTRATOR) private readonly orchestrator: Orchestrator,
    private readonly grants: Grants,
    @Inject(MEDIA_STREAM_PARTS) private readonly mediaStreamParts: MediaStreamParts,
  ) {}

  @GrpcMethod('CallService', 'StartCall')
  async startCall(message: callV1.StartCallRequest, metadata: Metadata): Promise<callV1.StartCallResponse> {
    return await this.orchestrator.startCall(checked(CALL_MESSAGES.startCall, message), repeatably(callerOf(metadata)));
  }

  @GrpcMethod('CallService', 'JoinCall')
  async joinCall(message: callV1.JoinCallRequest, metadata: Metadata): Promise<callV1.JoinCallResponse> {
    const request = checked(CALL_MESSAGES.joinCall, message);
    if (request.grant !== '') await this.grants.verify(request.grant);
    const { peer, ...reply } = await this.orchestrator.joinCall(request, repeatably(callerOf(metadata)));
    // The ticket and the node's private address are the gateway's own.
    return { ...reply, peer: peer && { ...peer, ticket: '', ticketExpiresAt: undefined, nodeAddress: '' } };
  }

  @GrpcMethod('CallService', 'LeaveCall')
  async leaveCall(message: callV1.LeaveCallRequest, metadata: Metadata): Promise<callV1.LeaveCallResponse> {
    return await this.orchestrator.leaveCall(checked(CALL_MESSAGES.leaveCall, message), repeatably(callerOf(metadata)));
  }

  @GrpcMethod('CallService', 'EndCall')
  async endCall(message: callV1.EndCallRequest, metadata: Metadata): Promise<callV1.EndCallResponse> {
    return await this.orchestrator.endCall(checked(CALL_MESSAGES.endCall, message), repeatably(callerOf(metadata)));
  }

  @GrpcMethod('CallService', 'GetCallStatus')
  async getCallStatus(message: callV1.GetCallStatusRequest, metadata: Metadata): Promise<callV1.GetCallStatusResponse> {
    const request = checked(CALL_MESSAGES.getCallStatus, message);
    return await this.orchestrator.getCallStatus(request, repeatably(callerOf(metadata)));
  }

  @GrpcStreamCall('CallService', 'StreamMedia')
  streamMedia(call: PublicMediaStream): void {
    new MediaStream(call, callerOf(call.metadata), this.mediaStreamParts).start();
  }
}
