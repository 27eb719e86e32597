import { Metadata } from '@grpc/grpc-js';
import type { sfuV1 } from '@videocall/contracts';
import type { CallOptions } from '@videocall/platform-grpc';
import type { Notification } from '@videocall/signalling';
import type { SfuNode } from '../adapters/sfu-nodes.js';
import { mediaBody, passingBody, type CallBody } from '../mapping/notifications.js';

/** The secrets of a membership, which the orchestrator gives and renews. */
export interface MembershipTokens {
  readonly ticket: string;
  readonly resumeToken: string;
}

export interface MembershipFacts {
  readonly callId: string;
  readonly participantId: string;
  readonly peerId: string;
  readonly node: SfuNode;
  readonly tokens: MembershipTokens;
  /** Of the snapshots that the client is given on entering. */
  readonly callRevision: number;
  readonly mediaRevision: number;
}

export interface MembershipEvents {
  readonly send: (notification: Notification) => void;
  /** The sfu-node took the peer. */
  readonly onAttached: () => void;
  /** The sfu-node did not take the peer, for this reason. */
  readonly onAttachRefused: (reason: string) => void;
  /** The sfu-node closed the peer, for this reason. */
  readonly onPeerGone: (reason: string) => void;
}

/**
 * A live client's part in one call: tells it what happens there, in order and once. What it is told before it was given its
 * snapshots (see `open`) waits until then.
 */
export class Membership {
  readonly callId: string;
  readonly participantId: string;
  readonly peerId: string;
  readonly node: SfuNode;
  /** The client is leaving by its own wish, so its own departure is no news to it. */
  isLeaving = false;
  readonly #events: MembershipEvents;
  #tokens: MembershipTokens;
  #callRevision: number;
  #mediaRevision: number;
  #waiting: Notification[] | undefined = [];
  #isRetired = false;

  constructor(facts: MembershipFacts, events: MembershipEvents) {
    this.callId = facts.callId;
    this.participantId = facts.participantId;
    this.peerId = facts.peerId;
    this.node = facts.node;
    this.#tokens = facts.tokens;
    this.#callRevision = facts.callRevision;
    this.#mediaRevision = facts.mediaRevision;
    this.#events = events;
  }

  get resumeToken(): string {
    return this.#tokens.resumeToken;
  }

  /** Options of a call to the sfu-node for this peer. */
  get mediaCall(): CallOptions {
    return ticketOptions(this.#tokens.ticket);
  }

  renew(tokens: MembershipTokens): void {
    this.#tokens = tokens;
  }

  /** Starts to hear of the peer from its sfu-node, or starts anew with a renewed ticket. */
  attach(): void {
    this.node.notifications.attach(this.peerId, this.#tokens.ticket, this.#hear);
  }

  detach(): void {
    this.node.notifications.detach(this.peerId, this.#hear);
  }

  /** The client moves to another peer: of this one it is told nothing more, while its media goes on. */
  retire(): void {
    this.#isRetired = true;
  }

  /** The client did not move after all. */
  goOn(): void {
    this.#isRetired = false;
    this.tellSnapshotNeeded();
  }

  /** The client has moved: its sfu-node may close the retired peer. */
  closePeer(): void {
    this.node.notifications.detach(this.peerId, this.#hear, true);
  }

  /** The client has its snapshots: from now on it is told things at once. */
  open(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const notification of waiting) this.#events.send(notification);
  }

  /** Tells a fact of the call, unless the client knows it already. */
  tellCall(revision: number, body: CallBody): void {
    if (revision <= this.#callRevision) return;
    this.#callRevision = revision;
    this.#send({ plane: 'call', revision, body });
  }

  /** Something may have been missed: the client is to take a snapshot. */
  tellSnapshotNeeded(): void {
    this.#send({ plane: 'passing', body: { type: 'snapshotNeeded' } });
  }

  tellExpelled(reason: string): void {
    this.#send({ plane: 'passing', body: { type: 'expelled', reason } });
  }

  /** The call stands at this revision; a client that was given less is to take a snapshot. */
  noteCallRevision(revision: number): void {
    if (revision <= this.#callRevision) return;
    this.#callRevision = revision;
    this.tellSnapshotNeeded();
  }

  readonly #hear = (notification: sfuV1.PeerNotification): void => {
    if (this.#isRetired) return;
    switch (notification.event?.$case) {
      case 'attached':
        this.#noteMediaRevision(notification.event.value.revision);
        return this.#events.onAttached();
      case 'attachRefused':
        return this.#events.onAttachRefused(notification.event.value.reason);
      case 'peerGone':
        return this.#events.onPeerGone(notification.event.value.reason);
      default:
        return this.#tellMedia(notification);
    }
  };

  #tellMedia(notification: sfuV1.PeerNotification): void {
    const passing = passingBody(notification);
    if (passing) this.#send({ plane: 'passing', body: passing });
    const { revision } = notification;
    const body = mediaBody(notification);
    if (!body || revision <= this.#mediaRevision) return;
    this.#mediaRevision = revision;
    this.#send({ plane: 'media', revision, body });
  }

  #noteMediaRevision(revision: number): void {
    if (revision <= this.#mediaRevision) return;
    this.#mediaRevision = revision;
    this.tellSnapshotNeeded();
  }

  #send(notification: Notification): void {
    if (this.#waiting) this.#waiting.push(notification);
    else this.#events.send(notification);
  }
}

/** Options of a call to a sfu-node for the peer of a ticket. All of its methods may be repeated. */
export function ticketOptions(ticket: string): CallOptions {
  return { metadata: ticketMetadata(ticket), idempotent: true };
}

export function ticketMetadata(ticket: string): Metadata {
  const metadata = new Metadata();
  metadata.set('x-peer-ticket', ticket);
  return metadata;
}
