import { createHash } from 'node:crypto';
import type { Metadata } from '@grpc/grpc-js';
import { Refusal } from '@videocall/errors';
import type { PeerTicketClaims, TokenVerifier } from '@videocall/platform-auth-guard';
import type { NodeIdentity } from '../application/node-identity.js';
import type { CallRegistry } from '../media/call-registry.js';

type Verified = PeerTicketClaims & { readonly exp: number };

/** Tickets remembered at most; each is one peer's. */
const MAX_REMEMBERED = 5_000;

/** Reads whose peer a caller speaks for: the ticket's, whatever a message says. */
export class PeerTickets {
  readonly #verifier: TokenVerifier<PeerTicketClaims>;
  readonly #identity: NodeIdentity;
  readonly #registry: CallRegistry;
  /** Verified ones by hash, so that only the first use of a ticket costs a signature's verification. */
  readonly #verified = new Map<string, Verified>();

  constructor(verifier: TokenVerifier<PeerTicketClaims>, identity: NodeIdentity, registry: CallRegistry) {
    this.#verifier = verifier;
    this.#identity = identity;
    this.#registry = registry;
  }

  /**
   * The peer that the metadata's `x-peer-ticket` names.
   *
   * @throws Refusal TICKET_INVALID, TICKET_EXPIRED, TICKET_FOREIGN
   */
  async peerOf(metadata: Metadata): Promise<string> {
    const [ticket] = metadata.get('x-peer-ticket');
    if (typeof ticket !== 'string') throw new Refusal('TICKET_INVALID');
    return await this.peerOfTicket(ticket);
  }

  /** @throws Refusal TICKET_INVALID, TICKET_EXPIRED, TICKET_FOREIGN */
  async peerOfTicket(ticket: string): Promise<string> {
    const { node, boot, call, peer } = await this.#claims(ticket);
    if (node !== this.#identity.nodeId || boot !== this.#identity.bootId) throw new Refusal('TICKET_FOREIGN');
    const held = this.#registry.find(peer);
    if (held && held.call.id !== call) throw new Refusal('TICKET_FOREIGN');
    return peer;
  }

  async #claims(ticket: string): Promise<Verified> {
    const hash = createHash('sha256').update(ticket).digest('base64');
    const known = this.#verified.get(hash);
    if (known && known.exp * 1000 > Date.now()) return known;
    this.#verified.delete(hash);
    const claims = await this.#verifier.verify(ticket);
    const [oldest] = this.#verified.keys();
    if (this.#verified.size >= MAX_REMEMBERED && oldest !== undefined) this.#verified.delete(oldest);
    this.#verified.set(hash, claims);
    return claims;
  }
}
