import { Controller, UsePipes } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type { recordingV1 } from '@videocall/contracts';
import { CallerIs, ZodRpcPipe } from '@videocall/platform-grpc';
import { z } from 'zod';
import { BeginCapture } from '../application/begin-capture.js';
import { EndCapture } from '../application/end-capture.js';

/** An id names a folder on the disk as well. */
const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const beginCapture = z.object({ recordingId: id, callId: id, callTitle: z.string().max(120) });
const endCapture = z.object({ recordingId: id });

/** `RecordingControlService`, for the orchestrator. */
@Controller()
@CallerIs('call-orchestrator')
export class RecordingControlController {
  constructor(
    private readonly beginCaptureCase: BeginCapture,
    private readonly endCaptureCase: EndCapture,
  ) {}

  @GrpcMethod('RecordingControlService', 'BeginCapture')
  @UsePipes(new ZodRpcPipe(beginCapture))
  async beginCapture(order: z.output<typeof beginCapture>): Promise<recordingV1.BeginCaptureResponse> {
    await this.beginCaptureCase.execute(order);
    return {};
  }

  @GrpcMethod('RecordingControlService', 'EndCapture')
  @UsePipes(new ZodRpcPipe(endCapture))
  async endCapture({ recordingId }: z.output<typeof endCapture>): Promise<recordingV1.EndCaptureResponse> {
    await this.endCaptureCase.execute(recordingId);
    return {};
  }
}
