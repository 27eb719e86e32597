import { Injectable } from '@nestjs/common';
import { callV1 } from '@videocall/contracts';
import { requireHost } from '../domain/moderation.js';
import { stopRecording } from '../domain/recording.js';
import { Mutations, type Mutation } from './mutations.js';

/** Ends what is recorded of a call. Nothing changes where nothing is. */
@Injectable()
export class StopRecording {
  readonly #mutations: Mutations;

  constructor(mutations: Mutations) {
    this.#mutations = mutations;
  }

  /** @throws Refusal CALL_NOT_FOUND, CALL_ENDED, HOST_ONLY */
  async execute(mutation: Mutation, callId: string): Promise<callV1.StopRecordingResponse> {
    const { result } = await this.#mutations.onCall(mutation, callId, callV1.StopRecordingResponse, (call) => {
      requireHost(call, mutation.caller);
      stopRecording(call);
      return {};
    });
    return result;
  }
}
