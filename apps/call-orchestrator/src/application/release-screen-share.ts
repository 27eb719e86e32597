import { Injectable } from '@nestjs/common';
import { callV1 } from '@videocall/contracts';
import { requireOwn } from '../domain/moderation.js';
import { releaseScreenShare } from '../domain/screen-share.js';
import { Mutations, type Mutation } from './mutations.js';

/** Gives the screen share up. Nothing changes for one who does not hold it. */
@Injectable()
export class ReleaseScreenShare {
  readonly #mutations: Mutations;

  constructor(mutations: Mutations) {
    this.#mutations = mutations;
  }

  /** @throws Refusal CALL_NOT_FOUND, PARTICIPANT_NOT_FOUND, PARTICIPANT_FOREIGN */
  async execute(mutation: Mutation, callId: string, participantId: string): Promise<callV1.ReleaseScreenShareResponse> {
    const { result } = await this.#mutations.onCall(mutation, callId, callV1.ReleaseScreenShareResponse, (call) => {
      releaseScreenShare(call, requireOwn(call, mutation.caller, participantId));
      return {};
    });
    return result;
  }
}
