import { Injectable } from '@nestjs/common';
import type { callV1 } from '@videocall/contracts';
import { captureReported } from '../domain/recording.js';
import { Mutations } from './mutations.js';
import { CallReader } from './ports/call-reader.js';

/** The recorder captures media, or does not at the moment: everybody in the call sees it. */
@Injectable()
export class ReportCapture {
  readonly #reader: CallReader;
  readonly #mutations: Mutations;

  constructor(reader: CallReader, mutations: Mutations) {
    this.#reader = reader;
    this.#mutations = mutations;
  }

  /** @throws Refusal RECORDING_NOT_FOUND */
  async execute(recordingId: string, capturing: boolean): Promise<callV1.ReportCaptureResponse> {
    const { recording, data } = await this.#reader.recordedCall(recordingId);
    await this.#mutations.bySystem(data.id, (call) => captureReported(call, recording.id, capturing));
    return {};
  }
}
