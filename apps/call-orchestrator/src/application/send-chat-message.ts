import { Injectable } from '@nestjs/common';
import { callV1 } from '@videocall/contracts';
import { newId } from '../domain/ids.js';
import { requireData, requireOwnInside } from '../domain/moderation.js';
import { chatMessageMessage } from './messages.js';
import { Mutations, type Mutation } from './mutations.js';

/** Writes to everybody in the call. */
@Injectable()
export class SendChatMessage {
  readonly #mutations: Mutations;

  constructor(mutations: Mutations) {
    this.#mutations = mutations;
  }

  /** @throws Refusal CALL_NOT_FOUND, CALL_ENDED, PARTICIPANT_NOT_FOUND, PARTICIPANT_FOREIGN, DATA_NOT_ALLOWED */
  async execute(
    mutation: Mutation,
    callId: string,
    participantId: string,
    text: string,
  ): Promise<callV1.SendChatMessageResponse> {
    const codec = callV1.SendChatMessageResponse;
    const { result } = await this.#mutations.onCall(mutation, callId, codec, async (call, tx) => {
      const own = requireData(requireOwnInside(call, mutation.caller, participantId));
      const message = { id: newId('msg'), participantId: own.id, displayName: own.displayName, text, sentAt: call.now };
      await tx.addChatMessage(call.data.id, message);
      call.tell({ type: 'CHAT_MESSAGE_SENT', message });
      return { message: chatMessageMessage(message) };
    });
    return result;
  }
}
