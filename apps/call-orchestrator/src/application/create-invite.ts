import { Injectable } from '@nestjs/common';
import { callV1 } from '@videocall/contracts';
import { newInviteCode } from '../domain/invite-code.js';
import { requireHost } from '../domain/moderation.js';
import type { ParticipantRole } from '../domain/vocabulary.js';
import { Mutations, type Mutation } from './mutations.js';

export interface CreateInviteInput {
  readonly callId: string;
  /** SPEAKER or LISTENER. */
  readonly role: ParticipantRole;
  readonly validForSeconds: number;
}

/** Makes a link by which others may enter the call. */
@Injectable()
export class CreateInvite {
  readonly #mutations: Mutations;

  constructor(mutations: Mutations) {
    this.#mutations = mutations;
  }

  /** @throws Refusal CALL_NOT_FOUND, CALL_ENDED, HOST_ONLY */
  async execute(
    mutation: Mutation,
    { callId, role, validForSeconds }: CreateInviteInput,
  ): Promise<callV1.CreateInviteResponse> {
    const codec = callV1.CreateInviteResponse;
    const { result } = await this.#mutations.onCall(mutation, callId, codec, async (call, tx) => {
      requireHost(call, mutation.caller);
      const invite = { code: newInviteCode(), callId: call.data.id, role, createdBy: mutation.caller.identityId };
      const { code, expiresAt } = await tx.createInvite(invite, validForSeconds);
      return { code, expiresAt };
    });
    return result;
  }
}
