import { Refusal } from '@videocall/errors';
import type { CaptureTicketClaims, TokenVerifier } from '@videocall/platform-auth-guard';
import type { NodeIdentity } from '../application/node-identity.js';

/** Reads which call a recorder may capture: the ticket's, whatever a message says. */
export class CaptureTickets {
  readonly #verifier: TokenVerifier<CaptureTicketClaims>;
  readonly #identity: NodeIdentity;

  constructor(verifier: TokenVerifier<CaptureTicketClaims>, identity: NodeIdentity) {
    this.#verifier = verifier;
    this.#identity = identity;
  }

  /**
   * @returns the call's id
   * @throws Refusal TICKET_INVALID, TICKET_EXPIRED, TICKET_FOREIGN
   */
  async callOf(ticket: string): Promise<string> {
    const { node, boot, call } = await this.#verifier.verify(ticket);
    if (node !== this.#identity.nodeId || boot !== this.#identity.bootId) throw new Refusal('TICKET_FOREIGN');
    return call;
  }
}
