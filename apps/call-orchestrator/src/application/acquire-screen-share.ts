import { Injectable } from '@nestjs/common';
import { callV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import { requireOwnInside } from '../domain/moderation.js';
import { acquireScreenShare } from '../domain/screen-share.js';
import { Mutations, type Mutation } from './mutations.js';

const RETRY_MS = 500;

/** Takes the call's one screen share (MEDIA-5). When this returns, the sfu-node takes the screen. */
@Injectable()
export class AcquireScreenShare {
  readonly #mutations: Mutations;

  constructor(mutations: Mutations) {
    this.#mutations = mutations;
  }

  /**
   * @throws Refusal CALL_NOT_FOUND, CALL_ENDED, PARTICIPANT_NOT_FOUND, PARTICIPANT_FOREIGN, SCREEN_SHARE_TAKEN (details name
   *   the sharer), SOURCE_NOT_ALLOWED; SERVICE_UNAVAILABLE while the sfu-node cannot be told (the share is taken by then).
   */
  async execute(mutation: Mutation, callId: string, participantId: string): Promise<callV1.AcquireScreenShareResponse> {
    const codec = callV1.AcquireScreenShareResponse;
    const { result, told } = await this.#mutations.onCall(mutation, callId, codec, (call) => {
      acquireScreenShare(call, requireOwnInside(call, mutation.caller, participantId));
      return {};
    });
    if (!told) throw new Refusal('SERVICE_UNAVAILABLE', { retryAfterMs: RETRY_MS });
    return result;
  }
}
