import type { ServerDuplexStream } from '@grpc/grpc-js';
import { Controller } from '@nestjs/common';
import { GrpcStreamCall } from '@nestjs/microservices';
import type { sfuV1 } from '@videocall/contracts';
import { CallerIs } from '@videocall/platform-grpc';
import { MediaNode } from '../media/media-node.js';
import { CaptureStream } from './capture-stream.js';
import { CaptureTickets } from './capture-tickets.js';

/** Media for recorders alone, each call as its ticket says. */
@Controller()
@CallerIs('recorder')
export class SfuCaptureController {
  constructor(
    private readonly tickets: CaptureTickets,
    private readonly node: MediaNode,
  ) {}

  @GrpcStreamCall('SfuCaptureService', 'Capture')
  capture(stream: ServerDuplexStream<sfuV1.CaptureRequest, sfuV1.CaptureEvent>): void {
    new CaptureStream(stream, this.tickets, this.node.registry, this.node.log).start();
  }
}
