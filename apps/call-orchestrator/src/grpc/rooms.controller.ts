import type { Metadata } from '@grpc/grpc-js';
import { Controller, UsePipes } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type { callV1 } from '@videocall/contracts';
import { CallerIs, ZodRpcPipe } from '@videocall/platform-grpc';
import type { z } from 'zod';
import { CreateRoom } from '../application/create-room.js';
import { DeleteRoom } from '../application/delete-room.js';
import { EnterRoom } from '../application/enter-room.js';
import { GetRoom } from '../application/get-room.js';
import { ListRooms } from '../application/list-rooms.js';
import { Callers } from './callers.js';
import * as requests from './requests.js';

/** The methods of `CallControlService` about rooms. */
@Controller()
@CallerIs('api-gateway')
export class RoomsController {
  constructor(
    private readonly callers: Callers,
    private readonly createRoomCase: CreateRoom,
    private readonly listRoomsCase: ListRooms,
    private readonly getRoomCase: GetRoom,
    private readonly deleteRoomCase: DeleteRoom,
    private readonly enterRoomCase: EnterRoom,
  ) {}

  @GrpcMethod('CallControlService', 'CreateRoom')
  @UsePipes(new ZodRpcPipe(requests.createRoom))
  async createRoom(
    request: z.output<typeof requests.createRoom>,
    metadata: Metadata,
  ): Promise<callV1.CreateRoomResponse> {
    const mutation = await this.callers.mutation(metadata, 'CreateRoom', request);
    return await this.createRoomCase.execute(mutation, request);
  }

  @GrpcMethod('CallControlService', 'ListRooms')
  async listRooms(_: unknown, metadata: Metadata): Promise<callV1.ListRoomsResponse> {
    const caller = await this.callers.of(metadata);
    return await this.listRoomsCase.execute(caller);
  }

  @GrpcMethod('CallControlService', 'GetRoom')
  @UsePipes(new ZodRpcPipe(requests.getRoom))
  async getRoom(request: z.output<typeof requests.getRoom>, metadata: Metadata): Promise<callV1.GetRoomResponse> {
    const caller = await this.callers.ifAny(metadata);
    return await this.getRoomCase.execute(caller, request.name);
  }

  @GrpcMethod('CallControlService', 'DeleteRoom')
  @UsePipes(new ZodRpcPipe(requests.deleteRoom))
  async deleteRoom(
    request: z.output<typeof requests.deleteRoom>,
    metadata: Metadata,
  ): Promise<callV1.DeleteRoomResponse> {
    const mutation = await this.callers.mutation(metadata, 'DeleteRoom', request);
    return await this.deleteRoomCase.execute(mutation, request.name);
  }

  @GrpcMethod('CallControlService', 'EnterRoom')
  @UsePipes(new ZodRpcPipe(requests.enterRoom))
  async enterRoom(request: z.output<typeof requests.enterRoom>, metadata: Metadata): Promise<callV1.EnterRoomResponse> {
    const mutation = await this.callers.mutation(metadata, 'EnterRoom', request);
    return await this.enterRoomCase.execute(mutation, request.name);
  }
}
