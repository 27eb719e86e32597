import type { ServerDuplexStream } from '@grpc/grpc-js';
import { Controller } from '@nestjs/common';
import { GrpcStreamCall } from '@nestjs/microservices';
import type { callV1 } from '@videocall/contracts';
import { CallerIs } from '@videocall/platform-grpc';
import { StreamMedia } from '../application/stream-media.js';
import { MediaStream } from './media-stream.js';
import { PeerTickets } from './peer-tickets.js';

/** Media of server-side participants, by gateways alone. */
@Controller()
@CallerIs('api-gateway')
export class SfuMediaController {
  constructor(
    private readonly tickets: PeerTickets,
    private readonly streaming: StreamMedia,
  ) {}

  @GrpcStreamCall('SfuMediaService', 'StreamMedia')
  async streamMedia(call: ServerDuplexStream<callV1.MediaPacket, callV1.MediaPacket>): Promise<void> {
    await new MediaStream(call).start(this.tickets, this.streaming);
  }
}
