import { Injectable } from '@nestjs/common';
import { callV1 } from '@videocall/contracts';
import { askToUnmute, requireHostInside, requireInside } from '../domain/moderation.js';
import type { TrackSource } from '../domain/vocabulary.js';
import { Mutations, type Mutation } from './mutations.js';

export interface AskToUnmuteInput {
  readonly callId: string;
  readonly participantId: string;
  readonly source: TrackSource;
}

/** A host asks somebody to unmute; only that one can do it. */
@Injectable()
export class AskToUnmute {
  readonly #mutations: Mutations;

  constructor(mutations: Mutations) {
    this.#mutations = mutations;
  }

  /** @throws Refusal CALL_NOT_FOUND, CALL_ENDED, HOST_ONLY, PARTICIPANT_NOT_FOUND */
  async execute(mutation: Mutation, input: AskToUnmuteInput): Promise<callV1.AskToUnmuteResponse> {
    const { result } = await this.#mutations.onCall(mutation, input.callId, callV1.AskToUnmuteResponse, (call) => {
      const host = requireHostInside(call, mutation.caller);
      askToUnmute(call, host, requireInside(call, input.participantId), input.source);
      return {};
    });
    return result;
  }
}
