import { Injectable } from '@nestjs/common';
import { callV1 } from '@videocall/contracts';
import { leave } from '../domain/departure.js';
import { requireOwn } from '../domain/moderation.js';
import { Mutations, type Mutation } from './mutations.js';

/** Leaves a call. Nothing changes for one who has left. */
@Injectable()
export class LeaveCall {
  readonly #mutations: Mutations;

  constructor(mutations: Mutations) {
    this.#mutations = mutations;
  }

  /** @throws Refusal CALL_NOT_FOUND, PARTICIPANT_NOT_FOUND, PARTICIPANT_FOREIGN */
  async execute(mutation: Mutation, callId: string, participantId: string): Promise<callV1.LeaveCallResponse> {
    const { result } = await this.#mutations.onCall(mutation, callId, callV1.LeaveCallResponse, (call) => {
      leave(call, requireOwn(call, mutation.caller, participantId), 'LEFT');
      return {};
    });
    return result;
  }
}
