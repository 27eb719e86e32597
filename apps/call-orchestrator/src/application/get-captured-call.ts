import { Injectable } from '@nestjs/common';
import type { callV1 } from '@videocall/contracts';
import { callWith } from './messages.js';
import { CallReader } from './ports/call-reader.js';

/** A recorded call and everybody who was ever inside, for names, layout and who may see the recording. */
@Injectable()
export class GetCapturedCall {
  readonly #reader: CallReader;

  constructor(reader: CallReader) {
    this.#reader = reader;
  }

  /** @throws Refusal RECORDING_NOT_FOUND */
  async execute(recordingId: string): Promise<callV1.GetCapturedCallResponse> {
    const { recording, data } = await this.#reader.recordedCall(recordingId);
    return { call: callWith(data, await this.#reader.everybody(data.id), recording) };
  }
}
