import { Injectable } from '@nestjs/common';
import { callV1 } from '@videocall/contracts';
import { Refusal, type Reason } from '@videocall/errors';
import { confirmJoin } from '../domain/admission.js';
import { leave } from '../domain/departure.js';
import type { QualityProfile } from '../domain/vocabulary.js';
import { JoinReservations, type Reservation } from './join-reservations.js';
import { JoinReplies } from './join-replies.js';
import { MediaDelivery } from './media-delivery.js';
import type { Mutation } from './mutations.js';
import { CallDatabase } from './ports/call-database.js';
import { MediaNodes, type PeerOpened } from './ports/media-nodes.js';

export interface JoinCallInput {
  /** Empty with a resume token. */
  readonly grant: string;
  /** Of an earlier join; empty for a new one. */
  readonly resumeToken: string;
  /** Empty: no WebRTC media. */
  readonly rtpCapabilitiesJson: string;
  readonly codecListHash: string;
  readonly sendProfile: QualityProfile;
  readonly receiveProfile: QualityProfile;
  /** Empty: the identity's own name. */
  readonly displayName: string;
}

/** Refusals of an sfu-node that say no more than that it is not ready. */
const NODE_NOT_READY: ReadonlySet<Reason> = new Set([
  'NODE_DRAINING',
  'WORKER_UNAVAILABLE',
  'SERVICE_UNAVAILABLE',
  'DEADLINE_EXCEEDED',
]);
const RETRY_MS = 500;

/**
 * Enters a call. A place is reserved in one transaction, the sfu-node opens the peer outside of any, and a second
 * transaction confirms the place or gives it up. Whichever of these steps a crash falls between, the same request again
 * goes on with the same participant, and without one the place is free after its deadline.
 */
@Injectable()
export class JoinCall {
  readonly #reservations: JoinReservations;
  readonly #database: CallDatabase;
  readonly #nodes: MediaNodes;
  readonly #delivery: MediaDelivery;
  readonly #replies: JoinReplies;

  constructor(
    reservations: JoinReservations,
    database: CallDatabase,
    nodes: MediaNodes,
    delivery: MediaDelivery,
    replies: JoinReplies,
  ) {
    this.#reservations = reservations;
    this.#database = database;
    this.#nodes = nodes;
    this.#delivery = delivery;
    this.#replies = replies;
  }

  /**
   * @throws Refusal GRANT_INVALID, GRANT_EXPIRED, GRANT_FOREIGN, RESUME_TOKEN_INVALID, CALL_NOT_FOUND, CALL_ENDED,
   *   CALL_LOCKED, CALL_FULL, USER_LIMIT, PARTICIPANT_REMOVED, PARTICIPANT_LEFT, CODEC_LIST_OUTDATED (details carry the new
   *   list), RTP_CAPABILITIES_INVALID, NO_MEDIA_NODE, MEDIA_LOST
   */
  async execute(mutation: Mutation, input: JoinCallInput): Promise<callV1.JoinCallResponse> {
    this.#requireNode();
    if (input.rtpCapabilitiesJson !== '') this.#requireCodecList(input.codecListHash);
    const reservation = await this.#reservations.reserve(mutation, input);
    const opened = await this.#openPeer(reservation, input);
    const call = await this.#confirm(reservation, opened);
    return await this.#replies.joined(call, reservation.participant.id, {
      snapshot: opened.snapshot,
      hasMedia: input.rtpCapabilitiesJson !== '',
    });
  }

  /** While a lone node restarts, everybody asks again and again: that is to cost the database nothing. */
  #requireNode(): void {
    const isOneUp = this.#nodes.known.some(({ state }) => state === 'UP');
    if (!isOneUp) throw new Refusal('NO_MEDIA_NODE', { retryAfterMs: RETRY_MS });
  }

  #requireCodecList(hash: string): void {
    const codecList = this.#nodes.codecList;
    if (!codecList) throw new Refusal('NO_MEDIA_NODE', { retryAfterMs: RETRY_MS });
    if (hash === codecList.hash) return;
    throw new Refusal('CODEC_LIST_OUTDATED', {
      details: { codecList: JSON.parse(codecList.json) as unknown, codecListHash: codecList.hash },
    });
  }

  async #openPeer({ node, participant, callId, policy }: Reservation, input: JoinCallInput): Promise<PeerOpened> {
    try {
      return await this.#nodes.openPeer(node, {
        callId,
        participantId: participant.id,
        peerId: participant.peerId,
        rtpCapabilitiesJson: input.rtpCapabilitiesJson,
        codecListHash: input.codecListHash,
        policy,
      });
    } catch (cause) {
      await this.#giveUp(callId, participant.id, participant.peerId);
      if (!(cause instanceof Refusal) || !NODE_NOT_READY.has(cause.reason)) throw cause;
      throw new Refusal('NO_MEDIA_NODE', { retryAfterMs: RETRY_MS, cause });
    }
  }

  async #confirm({ callId, participant, node }: Reservation, opened: PeerOpened) {
    const opening = { peerId: participant.peerId, ...node };
    const { call, refusal } = await this.#database.transaction(async (tx) => {
      const call = await tx.lockCall(callId, participant.identityId);
      const current = call.participant(participant.id);
      try {
        confirmJoin(call, current, { peerId: participant.peerId, ...opened });
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        // The place is gone, so what was just opened must go too.
        call.closePeer({ ...current, ...opening, mediaLost: false }, current.leaveReason ?? 'REPLACED');
        await tx.saveCall(call);
        return { call, refusal: error };
      }
      await tx.saveCall(call);
      return { call, refusal: undefined };
    });
    await this.#delivery.deliver(call);
    if (refusal) throw refusal;
    return call;
  }

  async #giveUp(callId: string, participantId: string, peerId: string): Promise<void> {
    const call = await this.#database.transaction(async (tx) => {
      const call = await tx.lockCall(callId, null);
      const participant = call.present.find(({ id }) => id === participantId);
      const isOurs = participant?.state === 'JOINING' && participant.peerId === peerId;
      if (isOurs) leave(call, participant, 'JOIN_ABANDONED');
      await tx.saveCall(call);
      return call;
    });
    await this.#delivery.deliver(call);
  }
}
