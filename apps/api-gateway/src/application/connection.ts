import { Refusal } from '@videocall/errors';
import type { Notification } from '@videocall/signalling';
import type { Caller } from '../adapters/access-tokens.js';
import type { Membership } from './membership.js';

/** The way to a live client. */
export interface ClientLink {
  /** Tells the client something, in order. */
  send(notification: Notification): void;
  /** Ends the connection for good: the client is not to come back with what it had. */
  end(): void;
}

/** A live client: who it is, how it is told things, and the call it is in. */
export class Connection {
  readonly link: ClientLink;
  #caller: Caller;
  #membership: Membership | undefined;
  #unopened: Membership | undefined;
  #former: Membership | undefined;

  constructor(caller: Caller, link: ClientLink) {
    this.#caller = caller;
    this.link = link;
  }

  /** As of the newest access token, which may have expired since. */
  get caller(): Caller {
    return this.#caller;
  }

  /** @throws Refusal TOKEN_EXPIRED: for everything but media the client must `authenticate` first */
  requireCaller(): Caller {
    if (this.#caller.expiresAt <= Date.now()) throw new Refusal('TOKEN_EXPIRED');
    return this.#caller;
  }

  /**
   * Takes a fresh access token.
   *
   * @throws Refusal TOKEN_INVALID where it is somebody else's
   */
  authenticate(caller: Caller): void {
    if (caller.principal.identityId !== this.#caller.principal.identityId) throw new Refusal('TOKEN_INVALID');
    this.#caller = caller;
  }

  /** Its AuthSession is over: the client is told, and the connection ends. */
  signOut(): void {
    this.link.send({ plane: 'passing', body: { type: 'expelled', reason: 'SIGNED_OUT' } });
    this.link.end();
  }

  /** The call this client is in; undefined outside. */
  get membership(): Membership | undefined {
    return this.#membership;
  }

  /** @throws Refusal NOT_JOINED */
  requireMembership(): Membership {
    if (!this.#membership) throw new Refusal('NOT_JOINED');
    return this.#membership;
  }

  enter(membership: Membership): void {
    this.#membership = membership;
    this.#unopened = membership;
  }

  /** Enters the same call with another peer, while the media of the one before goes on (make before break). */
  move(membership: Membership): void {
    this.closeFormerPeer();
    this.#former = this.#membership;
    this.#former?.retire();
    this.enter(membership);
  }

  /** The peer that the client moved away from, if there is one, is of no more use. */
  closeFormerPeer(): void {
    this.#former?.closePeer();
    this.#former = undefined;
  }

  /** The client has the reply that let it in, and is told from now on what happens in the call. */
  open(): void {
    this.#unopened?.open();
    this.#unopened = undefined;
  }

  /** Forgets the call, unless the client has entered another since. */
  exit(membership: Membership): void {
    if (this.#membership !== membership) return;
    this.#membership = undefined;
    this.closeFormerPeer();
  }
}
