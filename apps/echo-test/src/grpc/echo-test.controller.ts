import type { Metadata } from '@grpc/grpc-js';
import { Controller, UsePipes } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type { echoTestV1 } from '@videocall/contracts';
import { CallerIs, ZodRpcPipe } from '@videocall/platform-grpc';
import { z } from 'zod';
import { EchoCalls } from '../application/echo-calls.js';
import type { EchoedTrack } from '../domain/echoed-track.js';
import { People } from './people.js';

const startRequest = z.object({ requestId: z.string().min(1).max(64) });
const getRequest = z.object({ callId: z.string().min(1).max(64) });

/** EchoTestService, for the gateway. */
@Controller()
@CallerIs('api-gateway')
export class EchoTestController {
  constructor(
    private readonly people: People,
    private readonly calls: EchoCalls,
  ) {}

  @GrpcMethod('EchoTestService', 'StartEchoCall')
  @UsePipes(new ZodRpcPipe(startRequest))
  async startEchoCall(
    { requestId }: z.output<typeof startRequest>,
    metadata: Metadata,
  ): Promise<echoTestV1.StartEchoCallResponse> {
    const { callId, inviteCode, endsAt } = await this.calls.start(await this.people.identityOf(metadata), requestId);
    return { callId, inviteCode, endsAt, delayMs: this.calls.rules.delayMs };
  }

  @GrpcMethod('EchoTestService', 'GetEchoCall')
  @UsePipes(new ZodRpcPipe(getRequest))
  async getEchoCall(
    { callId }: z.output<typeof getRequest>,
    metadata: Metadata,
  ): Promise<echoTestV1.GetEchoCallResponse> {
    const { echo } = this.calls.find(await this.people.identityOf(metadata), callId);
    return { tracks: echo.tracks.map(trackMessage) };
  }
}

function trackMessage({ source, figures, returned, refused }: EchoedTrack): echoTestV1.EchoedTrack {
  return {
    source,
    packetsExpected: figures.expected,
    packetsReceived: figures.received,
    jitterMs: figures.jitterMs,
    packetsReturned: returned,
    packetsRefused: refused,
  };
}
