import { repeatably, type Orchestrator } from '../adapters/services.js';
import type { Connection } from './connection.js';
import type { LiveCalls } from './live-calls.js';

/** A client leaves its call by its own wish. */
export class LeaveCall {
  readonly #orchestrator: Orchestrator;
  readonly #live: LiveCalls;

  constructor(orchestrator: Orchestrator, live: LiveCalls) {
    this.#orchestrator = orchestrator;
    this.#live = live;
  }

  /** @throws Refusal NOT_JOINED, TOKEN_EXPIRED */
  async execute(connection: Connection, requestId: string): Promise<void> {
    const membership = connection.requireMembership();
    const { callId, participantId } = membership;
    const options = repeatably(connection.requireCaller());
    membership.isLeaving = true;
    try {
      await this.#orchestrator.leaveCall({ requestId, callId, participantId }, options);
    } catch (error) {
      membership.isLeaving = false;
      throw error;
    }
    this.#live.exit(connection, membership);
  }
}
