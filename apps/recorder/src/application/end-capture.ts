import { Injectable } from '@nestjs/common';
import { KeepCaptures } from './keep-captures.js';
import { Recordings } from './ports/recordings.js';

/** Ends a capture (REC-1). */
@Injectable()
export class EndCapture {
  constructor(
    private readonly recordings: Recordings,
    private readonly captures: KeepCaptures,
  ) {}

  async execute(recordingId: string): Promise<void> {
    await this.recordings.requestEnd(recordingId);
    this.captures.end(recordingId);
  }
}
