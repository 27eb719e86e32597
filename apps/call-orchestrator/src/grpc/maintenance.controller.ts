import type { Metadata, ServerUnaryCall } from '@grpc/grpc-js';
import { Controller, UsePipes } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type { callV1 } from '@videocall/contracts';
import { CallerIs, callerName, ZodRpcPipe } from '@videocall/platform-grpc';
import type { z } from 'zod';
import { AnnounceMaintenance } from '../application/announce-maintenance.js';
import { EndMaintenance } from '../application/end-maintenance.js';
import { GetMaintenance } from '../application/get-maintenance.js';
import type { Mutation } from '../application/mutations.js';
import { Callers } from './callers.js';
import * as requests from './requests.js';

/** The operator's programs; who holds their certificate has the server itself. */
const CARE = 'care';

type Call = ServerUnaryCall<unknown, unknown>;

/** `MaintenanceService`. */
@Controller()
@CallerIs('api-gateway', CARE)
export class MaintenanceController {
  constructor(
    private readonly callers: Callers,
    private readonly getMaintenanceCase: GetMaintenance,
    private readonly announceMaintenanceCase: AnnounceMaintenance,
    private readonly endMaintenanceCase: EndMaintenance,
  ) {}

  @GrpcMethod('MaintenanceService', 'GetMaintenance')
  async getMaintenance(): Promise<callV1.GetMaintenanceResponse> {
    return await this.getMaintenanceCase.execute();
  }

  @GrpcMethod('MaintenanceService', 'AnnounceMaintenance')
  @UsePipes(new ZodRpcPipe(requests.announceMaintenance))
  async announceMaintenance(
    request: z.output<typeof requests.announceMaintenance>,
    metadata: Metadata,
    call: Call,
  ): Promise<callV1.AnnounceMaintenanceResponse> {
    const mutation = await this.#mutation(metadata, call, 'AnnounceMaintenance', request);
    return await this.announceMaintenanceCase.execute(mutation, request);
  }

  @GrpcMethod('MaintenanceService', 'EndMaintenance')
  @UsePipes(new ZodRpcPipe(requests.endMaintenance))
  async endMaintenance(
    request: z.output<typeof requests.endMaintenance>,
    metadata: Metadata,
    call: Call,
  ): Promise<callV1.EndMaintenanceResponse> {
    return await this.endMaintenanceCase.execute(await this.#mutation(metadata, call, 'EndMaintenance', request));
  }

  #mutation(
    metadata: Metadata,
    call: Call,
    method: string,
    request: { readonly requestId: string },
  ): Promise<Mutation> | Mutation {
    return callerName(call) === CARE
      ? this.callers.operatorMutation(method, request)
      : this.callers.mutation(metadata, method, request);
  }
}
