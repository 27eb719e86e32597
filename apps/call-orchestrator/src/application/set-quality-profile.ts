import { Injectable } from '@nestjs/common';
import { callV1 } from '@videocall/contracts';
import { requireOwnInside } from '../domain/moderation.js';
import type { QualityProfile } from '../domain/vocabulary.js';
import { participantMessage } from './messages.js';
import { Mutations, type Mutation } from './mutations.js';

export interface SetQualityProfileInput {
  readonly callId: string;
  readonly participantId: string;
  /** undefined leaves it as it is. */
  readonly sendProfile: QualityProfile | undefined;
  readonly receiveProfile: QualityProfile | undefined;
}

/** Chooses how well one sends and receives (MEDIA-3). */
@Injectable()
export class SetQualityProfile {
  readonly #mutations: Mutations;

  constructor(mutations: Mutations) {
    this.#mutations = mutations;
  }

  /** @throws Refusal CALL_NOT_FOUND, CALL_ENDED, PARTICIPANT_NOT_FOUND, PARTICIPANT_FOREIGN */
  async execute(mutation: Mutation, input: SetQualityProfileInput): Promise<callV1.SetQualityProfileResponse> {
    const { result } = await this.#mutations.onCall(
      mutation,
      input.callId,
      callV1.SetQualityProfileResponse,
      (call) => {
        const own = requireOwnInside(call, mutation.caller, input.participantId);
        const sendProfile = input.sendProfile ?? own.sendProfile;
        const receiveProfile = input.receiveProfile ?? own.receiveProfile;
        if (sendProfile === own.sendProfile && receiveProfile === own.receiveProfile) {
          return { participant: participantMessage(own) };
        }
        const updated = call.updatePolicy(own.id, { sendProfile, receiveProfile });
        call.tellUpdated(updated);
        return { participant: participantMessage(updated) };
      },
    );
    return result;
  }
}
