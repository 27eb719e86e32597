import type { Metadata } from '@grpc/grpc-js';
import { Controller, UsePipes } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type { callV1 } from '@videocall/contracts';
import { CallerIs, ZodRpcPipe } from '@videocall/platform-grpc';
import type { z } from 'zod';
import { StartRecording } from '../application/start-recording.js';
import { StopRecording } from '../application/stop-recording.js';
import { Callers } from './callers.js';
import * as requests from './requests.js';

/** The methods of `CallControlService` by which hosts have a call recorded. */
@Controller()
@CallerIs('api-gateway')
export class RecordingController {
  constructor(
    private readonly callers: Callers,
    private readonly startRecordingCase: StartRecording,
    private readonly stopRecordingCase: StopRecording,
  ) {}

  @GrpcMethod('CallControlService', 'StartRecording')
  @UsePipes(new ZodRpcPipe(requests.startRecording))
  async startRecording(
    request: z.output<typeof requests.startRecording>,
    metadata: Metadata,
  ): Promise<callV1.StartRecordingResponse> {
    const mutation = await this.callers.mutation(metadata, 'StartRecording', request);
    return await this.startRecordingCase.execute(mutation, request.callId);
  }

  @GrpcMethod('CallControlService', 'StopRecording')
  @UsePipes(new ZodRpcPipe(requests.stopRecording))
  async stopRecording(
    request: z.output<typeof requests.stopRecording>,
    metadata: Metadata,
  ): Promise<callV1.StopRecordingResponse> {
    const mutation = await this.callers.mutation(metadata, 'StopRecording', request);
    return await this.stopRecordingCase.execute(mutation, request.callId);
  }
}
