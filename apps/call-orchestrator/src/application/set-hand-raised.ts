import { Injectable } from '@nestjs/common';
import { callV1 } from '@videocall/contracts';
import { requireData, requireOwnInside } from '../domain/moderation.js';
import { participantMessage } from './messages.js';
import { Mutations, type Mutation } from './mutations.js';

/** Raises or lowers one's hand. */
@Injectable()
export class SetHandRaised {
  readonly #mutations: Mutations;

  constructor(mutations: Mutations) {
    this.#mutations = mutations;
  }

  /** @throws Refusal CALL_NOT_FOUND, CALL_ENDED, PARTICIPANT_NOT_FOUND, PARTICIPANT_FOREIGN, DATA_NOT_ALLOWED */
  async execute(
    mutation: Mutation,
    callId: string,
    participantId: string,
    raised: boolean,
  ): Promise<callV1.SetHandRaisedResponse> {
    const { result } = await this.#mutations.onCall(mutation, callId, callV1.SetHandRaisedResponse, (call) => {
      const own = requireData(requireOwnInside(call, mutation.caller, participantId));
      if ((own.handRaisedAt !== null) === raised) return { participant: participantMessage(own) };
      const updated = call.updateParticipant(own.id, { handRaisedAt: raised ? call.now : null });
      call.tellUpdated(updated);
      return { participant: participantMessage(updated) };
    });
    return result;
  }
}
