import { Injectable } from '@nestjs/common';
import { callV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import { normaliseInviteCode } from '../domain/invite-code.js';
import { requireHost } from '../domain/moderation.js';
import { Mutations, type Mutation } from './mutations.js';

/** Makes a link invalid. Who came by it stays. */
@Injectable()
export class RevokeInvite {
  readonly #mutations: Mutations;

  constructor(mutations: Mutations) {
    this.#mutations = mutations;
  }

  /** @throws Refusal CALL_NOT_FOUND, CALL_ENDED, HOST_ONLY, INVITE_INVALID */
  async execute(mutation: Mutation, callId: string, code: string): Promise<callV1.RevokeInviteResponse> {
    const codec = callV1.RevokeInviteResponse;
    const { result } = await this.#mutations.onCall(mutation, callId, codec, async (call, tx) => {
      requireHost(call, mutation.caller);
      if (!(await tx.revokeInvite(call.data.id, normaliseInviteCode(code)))) throw new Refusal('INVITE_INVALID');
      return {};
    });
    return result;
  }
}
