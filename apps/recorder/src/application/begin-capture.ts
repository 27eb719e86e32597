import { Injectable } from '@nestjs/common';
import { Refusal } from '@videocall/errors';
import type { CaptureOrder } from '../domain/recording.js';
import { isFull } from '../domain/retention.js';
import { CaptureQueue } from './ports/capture-queue.js';
import { KeepCaptures } from './keep-captures.js';
import { Disks } from './ports/disks.js';
import { Recordings } from './ports/recordings.js';

/** From where on a disk has no room for another capture, in percent. */
export class RoomNeeded {
  constructor(readonly fullPercent: number) {}
}

/** Takes on the capture of a call (REC-1). */
@Injectable()
export class BeginCapture {
  constructor(
    private readonly recordings: Recordings,
    private readonly disks: Disks,
    private readonly room: RoomNeeded,
    private readonly captures: KeepCaptures,
    private readonly queue: CaptureQueue,
  ) {}

  /** @throws Refusal DISK_FULL, RECORDER_DRAINING */
  async execute(order: CaptureOrder): Promise<void> {
    if (this.captures.isStopping) throw new Refusal('RECORDER_DRAINING');
    if (isFull(await this.disks.ofWork(), this.room.fullPercent)) throw new Refusal('DISK_FULL');
    await this.recordings.begin(order);
    await this.queue.wake(order.recordingId);
  }
}
