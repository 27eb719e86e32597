import { Injectable } from '@nestjs/common';
import type { callV1 } from '@videocall/contracts';
import type { Caller } from '../domain/caller.js';
import { mayEnterRoom } from './entry.js';
import { roomMessage } from './messages.js';
import { OperatorRules } from './operator-rules.js';
import { CallReader } from './ports/call-reader.js';

/** The rooms the caller may enter, by name. */
@Injectable()
export class ListRooms {
  readonly #reader: CallReader;
  readonly #rules: OperatorRules;

  constructor(reader: CallReader, rules: OperatorRules) {
    this.#reader = reader;
    this.#rules = rules;
  }

  async execute(caller: Caller): Promise<callV1.ListRoomsResponse> {
    const rooms = await this.#reader.rooms();
    return { rooms: rooms.filter(({ room }) => mayEnterRoom(room, caller, this.#rules)).map(roomMessage) };
  }
}
