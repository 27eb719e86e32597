import { Injectable } from '@nestjs/common';
import type { callV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import type { Call } from '../domain/call.js';
import { callMessage } from './messages.js';
import { IceServers } from './ports/ice-servers.js';
import { MediaNodes } from './ports/media-nodes.js';
import { Tokens } from './ports/tokens.js';

/** What a participant gets on entering or coming back: the call, and access to its media. */
@Injectable()
export class JoinReplies {
  readonly #tokens: Tokens;
  readonly #nodes: MediaNodes;
  readonly #iceServers: IceServers;

  constructor(tokens: Tokens, nodes: MediaNodes, iceServers: IceServers) {
    this.#tokens = tokens;
    this.#nodes = nodes;
    this.#iceServers = iceServers;
  }

  /** @param media the peer's snapshot; empty where the gateway is to ask the node for it. */
  async joined(
    call: Call,
    participantId: string,
    media: { readonly snapshot: Uint8Array<ArrayBuffer>; readonly hasMedia: boolean },
  ): Promise<callV1.JoinCallResponse> {
    const { id, identityId } = call.participant(participantId);
    const [peer, resume] = await Promise.all([
      media.hasMedia ? this.peerAccess(call, participantId, media.snapshot) : undefined,
      this.#tokens.issueResumeToken(identityId, call.data.id, id),
    ]);
    const iceServers = peer ? this.#iceServers.of(identityId) : [];
    return { call: callMessage(call), participantId: id, peer, resumeToken: resume.token, iceServers };
  }

  /**
   * The way to a participant's peer, with a fresh ticket.
   *
   * @throws Refusal MEDIA_LOST
   */
  async peerAccess(call: Call, participantId: string, snapshot: Uint8Array<ArrayBuffer>): Promise<callV1.PeerAccess> {
    const participant = call.participant(participantId);
    const { id, identityId, peerId } = participant;
    const node = call.placeOf(participant);
    const nodeAddress = node && this.#nodes.addressOf(node.nodeId);
    if (!node || nodeAddress === undefined) throw new Refusal('MEDIA_LOST');
    const ticket = await this.#tokens.issuePeerTicket({
      identityId,
      callId: call.data.id,
      participantId: id,
      peerId,
      node,
    });
    return {
      peerId,
      nodeAddress,
      nodeId: node.nodeId,
      ticket: ticket.token,
      ticketExpiresAt: ticket.expiresAt,
      snapshot: Buffer.from(snapshot),
    };
  }
}
