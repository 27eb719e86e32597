import { callV1, sfuV1 } from '@videocall/contracts';
import { Refusal, type Reason } from '@videocall/errors';
import type { ChatMessage, ReplyOf } from '@videocall/signalling';
import { repeatably, type Orchestrator } from '../adapters/services.js';
import type { SfuNodes } from '../adapters/sfu-nodes.js';
import { callJson, chatMessageJson, iceServerJson } from '../mapping/call-json.js';
import { mediaSnapshotJson } from '../mapping/media-json.js';
import { required } from '../mapping/required.js';
import type { Connection } from './connection.js';
import type { JoinTimes } from './join-times.js';
import type { LiveCalls } from './live-calls.js';
import { asMediaLost } from './media-lost.js';
import { Membership, ticketOptions } from './membership.js';
import type { RenewTicket } from './renew-ticket.js';

/** Chat that a client is given on entering; as many as one page of the orchestrator's holds. */
const CHAT_MESSAGES = 200;
/** The orchestrator's event says more about a departure than the sfu-node does; it gets this long to arrive. */
const DEPARTURE_NEWS_MS = 1_000;
/** Media goes on meanwhile; only its news wait. */
const RENEWAL_PAUSE_MS = 2_000;
/** Reasons of the sfu-node that no event of the call follows. */
const AT_ONCE: ReadonlySet<string> = new Set(['MEDIA_LOST', 'NODE_DRAINING', 'REPLACED']);

/** Lets a client into the call that the orchestrator admitted it to: the last part of joining and of resuming. */
export class CallEntrance {
  readonly #orchestrator: Orchestrator;
  readonly #nodes: SfuNodes;
  readonly #live: LiveCalls;
  readonly #renewTicket: RenewTicket;
  readonly #times: JoinTimes;

  constructor(
    orchestrator: Orchestrator,
    nodes: SfuNodes,
    live: LiveCalls,
    renewTicket: RenewTicket,
    times: JoinTimes,
  ) {
    this.#orchestrator = orchestrator;
    this.#nodes = nodes;
    this.#live = live;
    this.#renewTicket = renewTicket;
    this.#times = times;
  }

  /**
   * Gathers all that the client needs, in one reply, and starts to tell it what happens.
   *
   * @param admission the orchestrator's answer
   * @throws Refusal MEDIA_LOST where the sfu-node does not know the peer (any more)
   */
  async enter(connection: Connection, admission: callV1.JoinCallResponse): Promise<ReplyOf<'join'>> {
    const peer = required(admission.peer);
    const call = callJson(required(admission.call));
    const node = this.#nodes.at(peer.nodeAddress);
    const [media, chat] = await Promise.all([this.#snapshot(peer), this.chat(connection, call.id)]);
    const stopAttach = this.#times.start('node');
    const membership: Membership = new Membership(
      {
        callId: call.id,
        participantId: admission.participantId,
        peerId: peer.peerId,
        node,
        tokens: { ticket: peer.ticket, resumeToken: admission.resumeToken },
        callRevision: call.revision,
        mediaRevision: media.revision,
      },
      {
        send: (notification) => connection.link.send(notification),
        onAttached: stopAttach,
        onAttachRefused: (reason) => this.#onAttachRefused(connection, membership, reason),
        onPeerGone: (reason) => this.#onPeerGone(connection, membership, reason),
      },
    );
    this.#live.enter(connection, membership);
    return {
      participantId: admission.participantId,
      call,
      media: mediaSnapshotJson(media),
      chat,
      resumeToken: admission.resumeToken,
      iceServers: admission.iceServers.map(iceServerJson),
    };
  }

  /** The newest of the call's chat, oldest first. */
  async chat(connection: Connection, callId: string): Promise<ChatMessage[]> {
    let newest: callV1.ChatMessage[] = [];
    for (;;) {
      const request = { callId, afterMessageId: newest.at(-1)?.id ?? '', pageSize: CHAT_MESSAGES };
      const { messages } = await this.#orchestrator.listChatMessages(request, repeatably(connection.caller));
      newest = [...newest, ...messages].slice(-CHAT_MESSAGES);
      if (messages.length < CHAT_MESSAGES) return newest.map(chatMessageJson);
    }
  }

  /** As the orchestrator got it on opening the peer; on resuming, from the sfu-node. */
  async #snapshot(peer: callV1.PeerAccess): Promise<sfuV1.PeerSnapshot> {
    if (peer.snapshot.length > 0) return sfuV1.PeerSnapshot.fromJSON(JSON.parse(Buffer.from(peer.snapshot).toString()));
    const { signalling } = this.#nodes.at(peer.nodeAddress);
    return await asMediaLost(() => signalling.getSnapshot({}, ticketOptions(peer.ticket)));
  }

  #onAttachRefused(connection: Connection, membership: Membership, reason: string): void {
    if (reason !== 'TICKET_EXPIRED') return this.#live.expel(connection, membership, 'MEDIA_LOST');
    this.#renewTicket.execute(connection, membership).then(
      () => {
        if (connection.membership === membership) membership.attach();
      },
      (error: unknown) => {
        if (!mayPass(error)) return this.#live.expel(connection, membership, 'MEDIA_LOST');
        setTimeout(() => {
          if (connection.membership === membership) this.#onAttachRefused(connection, membership, reason);
        }, RENEWAL_PAUSE_MS).unref();
      },
    );
  }

  #onPeerGone(connection: Connection, membership: Membership, reason: string): void {
    if (membership.isLeaving) return;
    if (AT_ONCE.has(reason)) return this.#live.expel(connection, membership, reason);
    setTimeout(() => this.#live.expel(connection, membership, reason), DEPARTURE_NEWS_MS).unref();
  }
}

/** Refusals that end by themselves: a restarting service, an access token that the client is about to renew. */
const PASSING: ReadonlySet<Reason> = new Set(['SERVICE_UNAVAILABLE', 'DEADLINE_EXCEEDED', 'TOKEN_EXPIRED']);

function mayPass(error: unknown): boolean {
  return error instanceof Refusal && PASSING.has(error.reason);
}
