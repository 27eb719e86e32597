import { Injectable } from '@nestjs/common';
import { callV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import type { Call } from '../domain/call.js';
import type { Caller } from '../domain/caller.js';
import { endCall } from '../domain/departure.js';
import { isCreator, requireHost } from '../domain/moderation.js';
import { isOpen, type CallEndReason } from '../domain/vocabulary.js';
import { callMessage } from './messages.js';
import { Mutations, type Mutation } from './mutations.js';

/** Ends a call for everybody. Nothing changes for one that has ended. */
@Injectable()
export class EndCall {
  readonly #mutations: Mutations;

  constructor(mutations: Mutations) {
    this.#mutations = mutations;
  }

  /** @throws Refusal CALL_NOT_FOUND, HOST_ONLY */
  async execute(mutation: Mutation, callId: string): Promise<callV1.EndCallResponse> {
    const { result } = await this.#mutations.onCall(mutation, callId, callV1.EndCallResponse, (call) => {
      if (isOpen(call.data.state)) endCall(call, reasonFor(call, mutation.caller));
      else if (!mayKnow(call, mutation.caller)) throw new Refusal('HOST_ONLY');
      return { call: callMessage(call) };
    });
    return result;
  }
}

/** A host ends it as a host, also one who is an administrator; any other administrator as that. */
function reasonFor(call: Call, caller: Caller): CallEndReason {
  try {
    requireHost(call, caller);
    return 'ENDED_BY_HOST';
  } catch (error) {
    if (caller.admin && error instanceof Refusal) return 'ADMINISTRATOR';
    throw error;
  }
}

function mayKnow(call: Call, caller: Caller): boolean {
  const wasHost = call.participants.some(({ identityId, role }) => identityId === caller.identityId && role === 'HOST');
  return caller.admin || wasHost || isCreator(call, caller);
}
