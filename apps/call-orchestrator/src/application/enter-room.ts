import { Injectable } from '@nestjs/common';
import { callV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import { isInside } from '../domain/participant.js';
import { enterRoomCall } from './entry.js';
import { callMessage, roomMessage, unsignedGrant } from './messages.js';
import { Mutations, type Mutation } from './mutations.js';
import { OperatorRules } from './operator-rules.js';
import { MediaNodes } from './ports/media-nodes.js';
import { SignGrant } from './sign-grant.js';

/** Enters a room by its name (ROOM-1): its running call, started where there is none, and a grant for it. */
@Injectable()
export class EnterRoom {
  readonly #mutations: Mutations;
  readonly #nodes: MediaNodes;
  readonly #rules: OperatorRules;
  readonly #grants: SignGrant;

  constructor(mutations: Mutations, nodes: MediaNodes, rules: OperatorRules, grants: SignGrant) {
    this.#mutations = mutations;
    this.#nodes = nodes;
    this.#rules = rules;
    this.#grants = grants;
  }

  /**
   * @throws Refusal ROOM_NOT_FOUND, MEMBERS_ONLY, PARTICIPANT_REMOVED, CALL_LOCKED, CALL_LIMIT, CAPACITY_RESERVED,
   *   NO_MEDIA_NODE
   */
  async execute(mutation: Mutation, name: string): Promise<callV1.EnterRoomResponse> {
    const { caller } = mutation;
    const entered = await this.#mutations.once(mutation, callV1.EnterRoomResponse, async (tx) => {
      const room = await tx.lockRoom({ name });
      if (!room) throw new Refusal('ROOM_NOT_FOUND');
      const capacity = { rules: this.#rules, nodes: this.#nodes.known };
      const { call, permissions } = await enterRoomCall(
        tx,
        caller,
        room,
        { title: room.title, maxParticipants: 0, endToEndEncrypted: false },
        capacity,
      );
      const participantCount = call.present.filter(isInside).length;
      return {
        room: roomMessage({ room, activeCallId: call.data.id, participantCount }),
        call: callMessage(call),
        grant: unsignedGrant(call.data.id, permissions),
      };
    });
    return { ...entered, grant: await this.#grants.execute(caller.identityId, entered.grant) };
  }
}
