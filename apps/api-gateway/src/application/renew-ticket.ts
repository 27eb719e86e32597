import { Refusal } from '@videocall/errors';
import { repeatably, type Orchestrator } from '../adapters/services.js';
import { required } from '../mapping/required.js';
import type { Connection } from './connection.js';
import type { Membership } from './membership.js';

/** A fresh peer ticket for a client that stays in its call longer than a ticket lasts (an hour). */
export class RenewTicket {
  readonly #orchestrator: Orchestrator;
  readonly #running = new WeakMap<Membership, Promise<void>>();

  constructor(orchestrator: Orchestrator) {
    this.#orchestrator = orchestrator;
  }

  /**
   * Renews once, however many ask at the same time.
   *
   * @throws Refusal TOKEN_EXPIRED, PARTICIPANT_LEFT, MEDIA_LOST where the participant has another peer by now
   */
  execute(connection: Connection, membership: Membership): Promise<void> {
    const running = this.#running.get(membership);
    if (running) return running;
    const renewal = this.#renew(connection, membership).finally(() => this.#running.delete(membership));
    this.#running.set(membership, renewal);
    return renewal;
  }

  async #renew(connection: Connection, membership: Membership): Promise<void> {
    const request = { resumeToken: membership.resumeToken };
    const reply = await this.#orchestrator.resumeParticipant(request, repeatably(connection.requireCaller()));
    const peer = required(reply.peer);
    if (peer.peerId !== membership.peerId) throw new Refusal('MEDIA_LOST');
    membership.renew({ ticket: peer.ticket, resumeToken: reply.resumeToken });
  }
}
