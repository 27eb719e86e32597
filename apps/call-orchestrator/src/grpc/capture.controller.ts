import type { Metadata } from '@grpc/grpc-js';
import { Controller, UsePipes } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type { callV1 } from '@videocall/contracts';
import { CallerIs, ZodRpcPipe } from '@videocall/platform-grpc';
import type { z } from 'zod';
import { GetCapturedCall } from '../application/get-captured-call.js';
import { ListAttendances } from '../application/list-attendances.js';
import { OpenCapture } from '../application/open-capture.js';
import { ReportCapture } from '../application/report-capture.js';
import { Callers } from './callers.js';
import * as requests from './requests.js';

/** `CaptureService`: what the recorder asks. */
@Controller()
@CallerIs('recorder')
export class CaptureController {
  constructor(
    private readonly openCaptureCase: OpenCapture,
    private readonly reportCaptureCase: ReportCapture,
    private readonly getCapturedCallCase: GetCapturedCall,
    private readonly callers: Callers,
    private readonly listAttendancesCase: ListAttendances,
  ) {}

  @GrpcMethod('CaptureService', 'OpenCapture')
  @UsePipes(new ZodRpcPipe(requests.ofRecording))
  async openCapture({ recordingId }: z.output<typeof requests.ofRecording>): Promise<callV1.OpenCaptureResponse> {
    return await this.openCaptureCase.execute(recordingId);
  }

  @GrpcMethod('CaptureService', 'ReportCapture')
  @UsePipes(new ZodRpcPipe(requests.reportCapture))
  async reportCapture({
    recordingId,
    capturing,
  }: z.output<typeof requests.reportCapture>): Promise<callV1.ReportCaptureResponse> {
    return await this.reportCaptureCase.execute(recordingId, capturing);
  }

  @GrpcMethod('CaptureService', 'GetCapturedCall')
  @UsePipes(new ZodRpcPipe(requests.ofRecording))
  async getCapturedCall({
    recordingId,
  }: z.output<typeof requests.ofRecording>): Promise<callV1.GetCapturedCallResponse> {
    return await this.getCapturedCallCase.execute(recordingId);
  }

  @GrpcMethod('CaptureService', 'ListAttendances')
  @UsePipes(new ZodRpcPipe(requests.listAttendances))
  async listAttendances(
    { callIds }: z.output<typeof requests.listAttendances>,
    metadata: Metadata,
  ): Promise<callV1.ListAttendancesResponse> {
    return await this.listAttendancesCase.execute(await this.callers.of(metadata), callIds);
  }
}
