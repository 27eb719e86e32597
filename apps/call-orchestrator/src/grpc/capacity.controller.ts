import type { Metadata } from '@grpc/grpc-js';
import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type { callV1 } from '@videocall/contracts';
import { CallerIs } from '@videocall/platform-grpc';
import { GetCapacity } from '../application/get-capacity.js';
import { Callers } from './callers.js';

/** `CapacityService`. */
@Controller()
@CallerIs('api-gateway')
export class CapacityController {
  constructor(
    private readonly callers: Callers,
    private readonly getCapacityCase: GetCapacity,
  ) {}

  @GrpcMethod('CapacityService', 'GetCapacity')
  async getCapacity(_request: callV1.GetCapacityRequest, metadata: Metadata): Promise<callV1.GetCapacityResponse> {
    return await this.getCapacityCase.execute(await this.callers.of(metadata));
  }
}
