import { Injectable } from '@nestjs/common';
import { Refusal } from '@videocall/errors';
import { continueJoin, rejoin, reserve, type Entrance } from '../domain/admission.js';
import type { Call, MediaNode } from '../domain/call.js';
import type { CallId } from '../domain/ids.js';
import type { Participant } from '../domain/participant.js';
import { placeCall } from '../domain/placement.js';
import { policyOf, type PeerPolicy } from '../domain/policy.js';
import type { Permissions } from '../domain/permissions.js';
import type { JoinCallInput } from './join-call.js';
import { Deadlines } from './deadlines.js';
import { MediaDelivery } from './media-delivery.js';
import type { Mutation } from './mutations.js';
import { OperatorRules } from './operator-rules.js';
import { CallDatabase, type CallTransaction } from './ports/call-database.js';
import { MediaNodes } from './ports/media-nodes.js';
import { Tokens } from './ports/tokens.js';

/** A place in a call, until media is open. */
export interface Reservation {
  readonly callId: CallId;
  readonly participant: Participant;
  readonly node: MediaNode;
  readonly policy: PeerPolicy;
}

/** What admits the caller: a grant, or an earlier participant of theirs. */
type Admission =
  | { readonly callId: CallId; readonly permissions: Permissions }
  | { readonly callId: CallId; readonly participantId: string };

/** One try to enter, and the node that it leads to. */
interface Attempt {
  readonly mutation: Mutation;
  readonly input: JoinCallInput;
  readonly node: MediaNode;
}

/** Which participant and peer a join made, for the same request again. */
interface JoinRecord {
  readonly participantId: string;
  readonly peerId: string;
}

/** More transactions than all orchestrators together have database connections for. */
const RESERVING_AT_ONCE = 100;

/** The first half of a join: a place, exactly within all limits, and a node for it. */
@Injectable()
export class JoinReservations {
  readonly #database: CallDatabase;
  readonly #nodes: MediaNodes;
  readonly #rules: OperatorRules;
  readonly #tokens: Tokens;
  readonly #delivery: MediaDelivery;
  readonly #deadlines: Deadlines;

  constructor(
    database: CallDatabase,
    nodes: MediaNodes,
    rules: OperatorRules,
    tokens: Tokens,
    delivery: MediaDelivery,
    deadlines: Deadlines,
  ) {
    this.#database = database;
    this.#nodes = nodes;
    this.#rules = rules;
    this.#tokens = tokens;
    this.#delivery = delivery;
    this.#deadlines = deadlines;
  }

  /** @throws Refusal as `JoinCall` */
  async reserve(mutation: Mutation, input: JoinCallInput): Promise<Reservation> {
    const admission = await this.#admission(mutation, input);
    const { call, reservation } = await this.#database.transaction(async (tx) => {
      const earlier = await tx.claimRequest(mutation.key);
      const call = await tx.lockCall(admission.callId, mutation.caller.identityId);
      call.requireOpen();
      const node = placeCall(call, this.#nodes, this.#rules);
      const participant = earlier
        ? await this.#again(tx, call, { mutation, input, node }, decode(earlier))
        : await this.#anew(tx, call, { mutation, input, node }, admission);
      await tx.saveCall(call);
      await tx.storeResult(mutation.key, encode(participant));
      const place = call.placeOf(participant) ?? node;
      const reservation = { callId: call.data.id, participant, node: place, policy: policyOf(call.data, participant) };
      return { call, reservation };
    });
    this.#deadlines.expectIn(this.#rules.joinDeadlineMs);
    // Replaced attempts and peers are closed while the new one is opened.
    void this.#delivery.deliver(call);
    return reservation;
  }

  async #admission({ caller }: Mutation, input: JoinCallInput): Promise<Admission> {
    return input.resumeToken === ''
      ? await this.#tokens.verifyGrant(input.grant, caller.identityId)
      : await this.#tokens.verifyResumeToken(input.resumeToken, caller.identityId);
  }

  async #anew(tx: CallTransaction, call: Call, attempt: Attempt, admission: Admission): Promise<Participant> {
    if ('participantId' in admission) {
      // Who has no WebRTC streams to one node at a time.
      const reentry = { node: attempt.node, overlaps: attempt.input.rtpCapabilitiesJson !== '' };
      return rejoin(call, call.participant(admission.participantId), reentry, this.#rules);
    }
    return reserve(call, await this.#entrance(tx, attempt, admission.permissions), this.#rules);
  }

  async #again(
    tx: CallTransaction,
    call: Call,
    attempt: Attempt,
    { participantId, peerId }: JoinRecord,
  ): Promise<Participant> {
    const participant = call.participant(participantId);
    // The participant has entered again since, with another peer.
    if (participant.peerId !== peerId) throw new Refusal('MEDIA_LOST');
    const { role, sources, canSubscribe, canPublishData, hidden } = participant;
    const permissions = { role, sources, canSubscribe, canPublishData, hidden };
    return continueJoin(call, participant, await this.#entrance(tx, attempt, permissions), this.#rules);
  }

  async #entrance(
    tx: CallTransaction,
    { mutation: { caller }, input: { displayName, sendProfile, receiveProfile }, node }: Attempt,
    permissions: Permissions,
  ): Promise<Entrance> {
    return {
      node,
      caller,
      permissions,
      displayName: displayName === '' ? caller.displayName : displayName,
      sendProfile,
      receiveProfile,
      otherUsers: await this.#countOthers(tx, caller.identityId),
    };
  }

  /** People in all calls; near the limit, those who reserve at this moment wait for one another. */
  async #countOthers(tx: CallTransaction, identityId: string): Promise<number> {
    const others = await tx.countOtherUsers(identityId);
    if (others < this.#rules.maxUsers - RESERVING_AT_ONCE) return others;
    await tx.lockCapacity();
    return await tx.countOtherUsers(identityId);
  }
}

function encode({ id, peerId }: Participant): Uint8Array {
  return Buffer.from(JSON.stringify({ participantId: id, peerId } satisfies JoinRecord));
}

function decode(bytes: Uint8Array): JoinRecord {
  return JSON.parse(Buffer.from(bytes).toString()) as JoinRecord;
}
