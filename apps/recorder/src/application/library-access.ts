import { Injectable } from '@nestjs/common';
import { Refusal } from '@videocall/errors';
import type { Caller } from '../domain/caller.js';
import type { LibraryRecording } from '../domain/library.js';
import { Attendances } from './ports/attendances.js';
import { LibraryTable } from './ports/library-table.js';

/** A recording, and what the caller may do with it. */
export interface Accessible {
  readonly recording: LibraryRecording;
  readonly canDelete: boolean;
}

/**
 * Who may do what with a recording: everybody who was in the call sees and plays it; its hosts and administrators delete
 * it. Administrators who were not in the call see that it is there, and not what is in it.
 */
@Injectable()
export class LibraryAccess {
  constructor(
    private readonly attendances: Attendances,
    private readonly table: LibraryTable,
  ) {}

  /** @throws Refusal RECORDING_NOT_FOUND */
  async toSee(caller: Caller, recordingId: string): Promise<Accessible> {
    return await this.#access(caller, recordingId, caller.admin);
  }

  /** @throws Refusal RECORDING_NOT_FOUND */
  async toPlay(caller: Caller, recordingId: string): Promise<LibraryRecording> {
    return (await this.#access(caller, recordingId, false)).recording;
  }

  /**
   * Those of a batch that the caller may see.
   * @param recordings of at most 500 calls
   */
  async among(caller: Caller, recordings: readonly LibraryRecording[]): Promise<readonly Accessible[]> {
    const callIds = [...new Set(recordings.map(({ callId }) => callId))];
    const attended = callIds.length === 0 ? new Map() : await this.attendances.of(caller, callIds);
    return recordings.flatMap((recording) => {
      const attendance = attended.get(recording.callId);
      return attendance ? [{ recording, canDelete: attendance.host || caller.admin }] : [];
    });
  }

  /**
   * Also of one that is deleted already, so that deleting may be repeated.
   * @throws Refusal RECORDING_NOT_FOUND, HOST_ONLY
   */
  async toDelete(caller: Caller, recordingId: string): Promise<void> {
    const callId = await this.table.callOf(recordingId);
    if (callId === undefined) throw new Refusal('RECORDING_NOT_FOUND');
    if (caller.admin) return;
    const attendance = (await this.attendances.of(caller, [callId])).get(callId);
    if (!attendance) throw new Refusal('RECORDING_NOT_FOUND');
    if (!attendance.host) throw new Refusal('HOST_ONLY');
  }

  async #access(caller: Caller, recordingId: string, alsoStranger: boolean): Promise<Accessible> {
    const recording = await this.table.find(recordingId);
    if (!recording) throw new Refusal('RECORDING_NOT_FOUND');
    const attendance = (await this.attendances.of(caller, [recording.callId])).get(recording.callId);
    if (!attendance && !alsoStranger) throw new Refusal('RECORDING_NOT_FOUND');
    return { recording, canDelete: caller.admin || attendance?.host === true };
  }
}
