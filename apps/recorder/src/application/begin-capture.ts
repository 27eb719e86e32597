import { Injectable } from '@nestjs/common';
import type { CaptureOrder } from '../domain/recording.js';
import { Recordings } from './ports/recordings.js';

/** Takes on the capture of a call (REC-1). */
@Injectable()
export class BeginCapture {
  readonly #recordings: Recordings;

  constructor(recordings: Recordings) {
    this.#recordings = recordings;
  }

  async execute(order: CaptureOrder): Promise<void> {
    await this.#recordings.begin(order);
  }
}
