import { Injectable } from '@nestjs/common';
import { callV1 } from '@videocall/contracts';
import { mute, requireHostInside, requireInside } from '../domain/moderation.js';
import type { TrackSource } from '../domain/vocabulary.js';
import { participantMessage } from './messages.js';
import { Mutations, type Mutation } from './mutations.js';

export interface MuteParticipantInput {
  readonly callId: string;
  readonly participantId: string;
  readonly source: TrackSource;
  readonly muted: boolean;
}

/** A host mutes somebody's source, or lets them unmute it again. */
@Injectable()
export class MuteParticipant {
  readonly #mutations: Mutations;

  constructor(mutations: Mutations) {
    this.#mutations = mutations;
  }

  /** @throws Refusal CALL_NOT_FOUND, CALL_ENDED, HOST_ONLY, PARTICIPANT_NOT_FOUND */
  async execute(mutation: Mutation, input: MuteParticipantInput): Promise<callV1.MuteParticipantResponse> {
    const { result } = await this.#mutations.onCall(mutation, input.callId, callV1.MuteParticipantResponse, (call) => {
      const host = requireHostInside(call, mutation.caller);
      const target = requireInside(call, input.participantId);
      return { participant: participantMessage(mute(call, host, target, input.source, input.muted)) };
    });
    return result;
  }
}
