import { Injectable } from '@nestjs/common';
import type { callV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import type { Caller } from '../domain/caller.js';
import { roomMessage } from './messages.js';
import { mayEnterRoom } from './entry.js';
import { OperatorRules } from './operator-rules.js';
import { CallReader } from './ports/call-reader.js';

/** A room by its name. */
@Injectable()
export class GetRoom {
  readonly #reader: CallReader;
  readonly #rules: OperatorRules;

  constructor(reader: CallReader, rules: OperatorRules) {
    this.#reader = reader;
    this.#rules = rules;
  }

  /**
   * @param caller undefined for somebody who is not signed in; then only a room open to anyone is told of.
   * @throws Refusal ROOM_NOT_FOUND, MEMBERS_ONLY
   */
  async execute(caller: Caller | undefined, name: string): Promise<callV1.GetRoomResponse> {
    const state = await this.#reader.room({ name });
    const visitor: Caller = caller ?? { identityId: '', kind: 'GUEST', displayName: '', admin: false };
    if (state && mayEnterRoom(state.room, visitor, this.#rules)) return { room: roomMessage(state) };
    // Who is not signed in is told the same of a closed room as of none: signing in shows the rest.
    throw new Refusal(caller?.kind === 'USER' ? 'ROOM_NOT_FOUND' : 'MEMBERS_ONLY');
  }
}
