import { Injectable } from '@nestjs/common';
import { callV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import { Mutations, type Mutation } from './mutations.js';

/** Gives a room's name up. A call that runs in it goes on. */
@Injectable()
export class DeleteRoom {
  readonly #mutations: Mutations;

  constructor(mutations: Mutations) {
    this.#mutations = mutations;
  }

  /** @throws Refusal ROOM_NOT_FOUND, ROOM_OWNER_ONLY */
  async execute(mutation: Mutation, name: string): Promise<callV1.DeleteRoomResponse> {
    const { caller } = mutation;
    return await this.#mutations.once(mutation, callV1.DeleteRoomResponse, async (tx) => {
      const room = await tx.lockRoom({ name });
      if (!room) throw new Refusal('ROOM_NOT_FOUND');
      if (room.ownerId !== caller.identityId && !caller.admin) throw new Refusal('ROOM_OWNER_ONLY');
      await tx.deleteRoom(room.id);
      return {};
    });
  }
}
