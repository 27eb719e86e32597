import { Refusal } from '@videocall/errors';
import type { ReplyOf, RequestOf } from '@videocall/signalling';
import type { Caller } from '../adapters/access-tokens.js';
import type { Grants } from '../adapters/grants.js';
import { repeatably, type Orchestrator } from '../adapters/services.js';
import { qualityProfile } from '../mapping/words.js';
import type { CallEntrance } from './call-entrance.js';
import type { Connection } from './connection.js';
import type { JoinTimes } from './join-times.js';

/**
 * A client enters a call, by grant, or under its participant of before by resume token (architecture: the way of a join); or
 * it moves within its call to another sfu-node.
 */
export class JoinCall {
  readonly #orchestrator: Orchestrator;
  readonly #grants: Grants;
  readonly #entrance: CallEntrance;
  readonly #times: JoinTimes;

  constructor(orchestrator: Orchestrator, grants: Grants, entrance: CallEntrance, times: JoinTimes) {
    this.#orchestrator = orchestrator;
    this.#grants = grants;
    this.#entrance = entrance;
    this.#times = times;
  }

  /** @throws Refusal ALREADY_JOINED, TOKEN_EXPIRED, and what `CallService.JoinCall` refuses with */
  async execute(connection: Connection, request: RequestOf<'join'>): Promise<ReplyOf<'join'>> {
    const isMove = request.moving === true && request.resumeToken !== undefined;
    if (connection.membership && !isMove) throw new Refusal('ALREADY_JOINED');
    const caller = connection.requireCaller();
    if (request.grant !== '') await this.#grants.verify(request.grant);
    const { membership } = connection;
    if (!membership) return await this.#enter(connection, caller, request);
    // What becomes of the former peer meanwhile is no news to a client that leaves it.
    membership.retire();
    try {
      return await this.#enter(connection, caller, request);
    } catch (error) {
      membership.goOn();
      throw error;
    }
  }

  async #enter(connection: Connection, caller: Caller, request: RequestOf<'join'>): Promise<ReplyOf<'join'>> {
    const stopTotal = this.#times.start('total');
    const stopOrchestrator = this.#times.start('orchestrator');
    const admission = await this.#orchestrator.joinCall(
      {
        requestId: request.requestId,
        grant: request.grant,
        rtpCapabilitiesJson: JSON.stringify(request.rtpCapabilities),
        codecListHash: request.codecListHash,
        sendProfile: qualityProfile.toProto(request.sendProfile),
        receiveProfile: qualityProfile.toProto(request.receiveProfile),
        displayName: request.displayName ?? '',
        resumeToken: request.resumeToken ?? '',
      },
      repeatably(caller),
    );
    stopOrchestrator();
    const joined = await this.#entrance.enter(connection, admission);
    stopTotal();
    return joined;
  }
}
