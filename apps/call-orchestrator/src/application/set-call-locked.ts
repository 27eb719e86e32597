import { Injectable } from '@nestjs/common';
import { callV1 } from '@videocall/contracts';
import { requireHost, setLocked } from '../domain/moderation.js';
import { callMessage } from './messages.js';
import { Mutations, type Mutation } from './mutations.js';

/** A host keeps newcomers out, or lets them in again. */
@Injectable()
export class SetCallLocked {
  readonly #mutations: Mutations;

  constructor(mutations: Mutations) {
    this.#mutations = mutations;
  }

  /** @throws Refusal CALL_NOT_FOUND, CALL_ENDED, HOST_ONLY */
  async execute(mutation: Mutation, callId: string, locked: boolean): Promise<callV1.SetCallLockedResponse> {
    const { result } = await this.#mutations.onCall(mutation, callId, callV1.SetCallLockedResponse, (call) => {
      requireHost(call, mutation.caller);
      setLocked(call, locked);
      return { call: callMessage(call) };
    });
    return result;
  }
}
