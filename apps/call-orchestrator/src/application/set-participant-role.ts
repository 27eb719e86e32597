import { Injectable } from '@nestjs/common';
import { callV1 } from '@videocall/contracts';
import { requireHost, requireInside, setRole } from '../domain/moderation.js';
import type { ParticipantRole } from '../domain/vocabulary.js';
import { participantMessage } from './messages.js';
import { Mutations, type Mutation } from './mutations.js';

/** A host makes somebody host, speaker or listener. */
@Injectable()
export class SetParticipantRole {
  readonly #mutations: Mutations;

  constructor(mutations: Mutations) {
    this.#mutations = mutations;
  }

  /** @throws Refusal CALL_NOT_FOUND, CALL_ENDED, HOST_ONLY, PARTICIPANT_NOT_FOUND */
  async execute(
    mutation: Mutation,
    callId: string,
    participantId: string,
    role: ParticipantRole,
  ): Promise<callV1.SetParticipantRoleResponse> {
    const { result } = await this.#mutations.onCall(mutation, callId, callV1.SetParticipantRoleResponse, (call) => {
      requireHost(call, mutation.caller);
      return { participant: participantMessage(setRole(call, requireInside(call, participantId), role)) };
    });
    return result;
  }
}
