import { Injectable } from '@nestjs/common';
import type { MediaNode } from '../domain/call.js';
import { isAt } from '../domain/media-health.js';
import { leaveDraining, stragglers } from '../domain/placement.js';
import { Mutations } from './mutations.js';
import { CallDatabase } from './ports/call-database.js';
import { MediaNodes } from './ports/media-nodes.js';

/**
 * Empties an sfu-node that drains: each of its calls is placed on another node, and those inside are asked to follow while
 * their media goes on (make before break). Where there is no other node nothing happens: the node ends the calls itself.
 */
@Injectable()
export class EmptyNode {
  readonly #database: CallDatabase;
  readonly #mutations: Mutations;
  readonly #nodes: MediaNodes;

  constructor(database: CallDatabase, mutations: Mutations, nodes: MediaNodes) {
    this.#database = database;
    this.#mutations = mutations;
    this.#nodes = nodes;
  }

  /** To be repeated while the node drains: whoever was refused or not reached is asked again. */
  async execute(node: MediaNode): Promise<void> {
    const placed = await this.#database.placedCalls();
    for (const { callId } of placed.filter((place) => isAt(place, node))) {
      let isToMove = false;
      await this.#mutations.bySystem(callId, (call) => {
        leaveDraining(call, this.#nodes.known);
        isToMove = stragglers(call).some((straggler) => isAt(call.placeOf(straggler), node));
      });
      if (isToMove) await this.#nodes.askToMove(node.nodeId, callId);
    }
  }
}
