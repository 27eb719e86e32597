import { Injectable } from '@nestjs/common';
import { callV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import { permissionsOf } from '../domain/permissions.js';
import { enterRoomCall, startCall } from './entry.js';
import { callMessage, unsignedGrant } from './messages.js';
import { Mutations, type Mutation } from './mutations.js';
import { OperatorRules } from './operator-rules.js';
import type { CallTransaction } from './ports/call-database.js';
import { MediaNodes } from './ports/media-nodes.js';
import { SignGrant } from './sign-grant.js';

export interface StartCallInput {
  /** Up to 120 characters. */
  readonly title: string;
  /** Empty for a call outside a room. */
  readonly roomId: string;
  /** 2..100; 0: as many as the server allows. */
  readonly maxParticipants: number;
  /** Only for a call outside a room. */
  readonly endToEndEncrypted: boolean;
}

/** Starts a call; where it belongs to a room that has a running one, gives that. */
@Injectable()
export class StartCall {
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

  /** @throws Refusal USERS_ONLY, ROOM_NOT_FOUND, MAINTENANCE, CALL_LIMIT, CAPACITY_RESERVED, NO_MEDIA_NODE */
  async execute(mutation: Mutation, input: StartCallInput): Promise<callV1.StartCallResponse> {
    const { caller } = mutation;
    if (caller.kind === 'GUEST') throw new Refusal('USERS_ONLY');
    const started = await this.#mutations.once(mutation, callV1.StartCallResponse, (tx) =>
      this.#start(tx, mutation, input),
    );
    return { ...started, grant: await this.#grants.execute(caller.identityId, started.grant) };
  }

  async #start(tx: CallTransaction, { caller }: Mutation, input: StartCallInput): Promise<callV1.StartCallResponse> {
    const capacity = { rules: this.#rules, nodes: this.#nodes.known };
    if (input.roomId === '') {
      const call = await startCall(tx, caller, { ...input, roomId: null }, capacity);
      return { call: callMessage(call), grant: unsignedGrant(call.data.id, permissionsOf('HOST')) };
    }
    const room = await tx.lockRoom({ id: input.roomId });
    if (!room) throw new Refusal('ROOM_NOT_FOUND');
    const { call, permissions } = await enterRoomCall(tx, caller, room, input, capacity);
    return { call: callMessage(call), grant: unsignedGrant(call.data.id, permissions) };
  }
}
