import { Injectable } from '@nestjs/common';
import { Recordings } from './ports/recordings.js';

/** Ends a capture (REC-1). */
@Injectable()
export class EndCapture {
  readonly #recordings: Recordings;

  constructor(recordings: Recordings) {
    this.#recordings = recordings;
  }

  async execute(recordingId: string): Promise<void> {
    await this.#recordings.requestEnd(recordingId);
  }
}
