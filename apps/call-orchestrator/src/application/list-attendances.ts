import { Injectable } from '@nestjs/common';
import type { callV1 } from '@videocall/contracts';
import type { Caller } from '../domain/caller.js';
import { CallReader } from './ports/call-reader.js';

/** Which calls somebody took part in: what recordings they may see depends on it (REC-2). */
@Injectable()
export class ListAttendances {
  readonly #reader: CallReader;

  constructor(reader: CallReader) {
    this.#reader = reader;
  }

  async execute(caller: Caller, callIds: readonly string[]): Promise<callV1.ListAttendancesResponse> {
    return { attendances: [...(await this.#reader.attendances(caller.identityId, callIds))] };
  }
}
