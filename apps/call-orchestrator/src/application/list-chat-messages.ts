import { Injectable } from '@nestjs/common';
import type { callV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import type { Caller } from '../domain/caller.js';
import { chatMessageMessage } from './messages.js';
import { CallReader } from './ports/call-reader.js';

const DEFAULT_PAGE_SIZE = 200;

/** What was written in a call, oldest first. */
@Injectable()
export class ListChatMessages {
  readonly #reader: CallReader;

  constructor(reader: CallReader) {
    this.#reader = reader;
  }

  /**
   * @param afterMessageId empty: from the beginning.
   * @param pageSize 1..200; 0: 200.
   * @throws Refusal CALL_NOT_FOUND: also for those who never were inside.
   */
  async execute(
    caller: Caller,
    callId: string,
    afterMessageId: string,
    pageSize: number,
  ): Promise<callV1.ListChatMessagesResponse> {
    const call = await this.#reader.call(callId, caller.identityId);
    const wasInside = call.participants.some(
      ({ identityId, joinedAt }) => identityId === caller.identityId && joinedAt !== null,
    );
    if (!wasInside) throw new Refusal('CALL_NOT_FOUND');
    const limit = pageSize === 0 ? DEFAULT_PAGE_SIZE : pageSize;
    const messages = await this.#reader.chatMessages(call.data.id, afterMessageId, limit);
    return { messages: messages.map(chatMessageMessage) };
  }
}
