import { Controller, Inject } from '@nestjs/common';
import { ORCHESTRATOR, repeatably, type Orchestrator } from '../adapters/services.js';
import { callJson, grantJson, roomJson } from '../mapping/call-json.js';
import { required } from '../mapping/required.js';
import { roomAccess } from '../mapping/words.js';
import { FromRequest, RestEndpoint, type Input, type Output } from './rest-endpoint.js';

/** Rooms: permanent names that calls happen under (ROOM-1). */
@Controller()
export class RoomsController {
  constructor(@Inject(ORCHESTRATOR) private readonly orchestrator: Orchestrator) {}

  @RestEndpoint('listRooms')
  async listRooms(@FromRequest() { caller }: Input<'listRooms'>): Output<'listRooms'> {
    const { rooms } = await this.orchestrator.listRooms({}, repeatably(caller));
    return { rooms: rooms.map(roomJson) };
  }

  @RestEndpoint('createRoom')
  async createRoom(@FromRequest() { body, caller, requestId }: Input<'createRoom'>): Output<'createRoom'> {
    const { name, title = '', access } = body;
    const message = { requestId, name, title, access: roomAccess.toProto(access) };
    const { room } = await this.orchestrator.createRoom(message, repeatably(caller));
    return { room: roomJson(required(room)) };
  }

  @RestEndpoint('getRoom')
  async getRoom(@FromRequest() { params, caller }: Input<'getRoom'>): Output<'getRoom'> {
    const { room } = await this.orchestrator.getRoom(params, repeatably(caller));
    return { room: roomJson(required(room)) };
  }

  @RestEndpoint('deleteRoom')
  async deleteRoom(@FromRequest() { params, caller, requestId }: Input<'deleteRoom'>): Promise<void> {
    await this.orchestrator.deleteRoom({ ...params, requestId }, repeatably(caller));
  }

  @RestEndpoint('enterRoom')
  async enterRoom(@FromRequest() { params, caller, requestId }: Input<'enterRoom'>): Output<'enterRoom'> {
    const { room, call, grant } = await this.orchestrator.enterRoom({ ...params, requestId }, repeatably(caller));
    return { room: roomJson(required(room)), call: callJson(required(call)), grant: grantJson(required(grant)) };
  }
}
