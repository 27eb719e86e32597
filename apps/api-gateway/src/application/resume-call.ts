import { Refusal } from '@videocall/errors';
import type { ReplyOf, RequestOf } from '@videocall/signalling';
import { repeatably, type Orchestrator } from '../adapters/services.js';
import type { CallEntrance } from './call-entrance.js';
import type { Connection } from './connection.js';
import { asMediaLost } from './media-lost.js';

/**
 * A client comes back after a lost connection, to this gateway or another: the same participant, peer and transports.
 * A connection of the same participant that is still open is superseded.
 */
export class ResumeCall {
  readonly #orchestrator: Orchestrator;
  readonly #entrance: CallEntrance;

  constructor(orchestrator: Orchestrator, entrance: CallEntrance) {
    this.#orchestrator = orchestrator;
    this.#entrance = entrance;
  }

  /** @throws Refusal ALREADY_JOINED, TOKEN_EXPIRED, RESUME_TOKEN_INVALID, PARTICIPANT_LEFT, MEDIA_LOST */
  async execute(connection: Connection, { resumeToken }: RequestOf<'resume'>): Promise<ReplyOf<'resume'>> {
    if (connection.membership) throw new Refusal('ALREADY_JOINED');
    const options = repeatably(connection.requireCaller());
    const admission = await asMediaLost(() => this.#orchestrator.resumeParticipant({ resumeToken }, options));
    return await this.#entrance.enter(connection, admission);
  }
}
