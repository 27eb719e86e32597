import { Injectable } from '@nestjs/common';
import { callV1 } from '@videocall/contracts';
import { remove, requireHost, requireInside } from '../domain/moderation.js';
import { Mutations, type Mutation } from './mutations.js';

/** A host takes somebody out, for the rest of the call. */
@Injectable()
export class RemoveParticipant {
  readonly #mutations: Mutations;

  constructor(mutations: Mutations) {
    this.#mutations = mutations;
  }

  /** @throws Refusal CALL_NOT_FOUND, CALL_ENDED, HOST_ONLY, PARTICIPANT_NOT_FOUND */
  async execute(mutation: Mutation, callId: string, participantId: string): Promise<callV1.RemoveParticipantResponse> {
    const { result } = await this.#mutations.onCall(mutation, callId, callV1.RemoveParticipantResponse, (call) => {
      requireHost(call, mutation.caller);
      remove(call, requireInside(call, participantId));
      return {};
    });
    return result;
  }
}
