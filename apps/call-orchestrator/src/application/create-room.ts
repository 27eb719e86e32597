import { Injectable } from '@nestjs/common';
import { callV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import { newId } from '../domain/ids.js';
import type { RoomAccess } from '../domain/vocabulary.js';
import { roomMessage } from './messages.js';
import { Mutations, type Mutation } from './mutations.js';
import { OperatorRules } from './operator-rules.js';

export interface CreateRoomInput {
  readonly name: string;
  readonly title: string;
  readonly access: RoomAccess;
}

/** Makes a permanent name that calls happen under (ROOM-1). */
@Injectable()
export class CreateRoom {
  readonly #mutations: Mutations;
  readonly #rules: OperatorRules;

  constructor(mutations: Mutations, rules: OperatorRules) {
    this.#mutations = mutations;
    this.#rules = rules;
  }

  /** @throws Refusal USERS_ONLY, ROOM_NAME_TAKEN; MEMBERS_ONLY where the operator does not open rooms to anyone. */
  async execute(mutation: Mutation, { name, title, access }: CreateRoomInput): Promise<callV1.CreateRoomResponse> {
    const { caller } = mutation;
    if (caller.kind !== 'USER') throw new Refusal('USERS_ONLY');
    if (access === 'ANYONE' && !this.#rules.roomsOpenToAnyone) {
      throw new Refusal('MEMBERS_ONLY', { message: 'On this server only members may enter rooms.' });
    }
    return await this.#mutations.once(mutation, callV1.CreateRoomResponse, async (tx) => {
      const room = await tx.createRoom({ id: newId('room'), name, title, access, ownerId: caller.identityId });
      if (!room) throw new Refusal('ROOM_NAME_TAKEN');
      return { room: roomMessage({ room, activeCallId: null, participantCount: 0 }) };
    });
  }
}
