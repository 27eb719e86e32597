import { Injectable } from '@nestjs/common';
import type { callV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import type { Caller } from '../domain/caller.js';
import { isOpen } from '../domain/vocabulary.js';
import { callMessage, callWith } from './messages.js';
import { CallReader } from './ports/call-reader.js';

/** A call and who is in it; of one that has ended, everybody who ever was. */
@Injectable()
export class GetCallStatus {
  readonly #reader: CallReader;

  constructor(reader: CallReader) {
    this.#reader = reader;
  }

  /** @throws Refusal CALL_NOT_FOUND: also for those who neither were in it, nor created it, nor are administrators. */
  async execute(caller: Caller, callId: string): Promise<callV1.GetCallStatusResponse> {
    const call = await this.#reader.call(callId, caller.identityId);
    const isOurs = call.participants.some(({ identityId }) => identityId === caller.identityId);
    if (!isOurs && call.data.createdBy !== caller.identityId && !caller.admin) throw new Refusal('CALL_NOT_FOUND');
    if (isOpen(call.data.state)) return { call: callMessage(call) };
    return { call: callWith(call.data, await this.#reader.everybody(call.data.id)) };
  }
}
