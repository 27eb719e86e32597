import { Injectable, Logger } from '@nestjs/common';
import { Refusal } from '@videocall/errors';
import { placeOf, type Call, type CallData, type ClosingPeer } from '../domain/call.js';
import { isInside, type Participant } from '../domain/participant.js';
import { policyOf } from '../domain/policy.js';
import { Deadlines } from './deadlines.js';
import { CallDatabase } from './ports/call-database.js';
import { MediaNodes } from './ports/media-nodes.js';

/** What could not be delivered is tried again after so long, then after twice as long, and so on. */
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 10_000;

/**
 * Brings decisions to the sfu-nodes. The database is the truth: what is not known to have arrived is delivered again, by
 * whichever orchestrator comes to it first, until the node confirms it or is no more.
 */
@Injectable()
export class MediaDelivery {
  readonly #database: CallDatabase;
  readonly #nodes: MediaNodes;
  readonly #deadlines: Deadlines;
  readonly #logger = new Logger(MediaDelivery.name);
  #retryMs = FIRST_RETRY_MS;

  constructor(database: CallDatabase, nodes: MediaNodes, deadlines: Deadlines) {
    this.#database = database;
    this.#nodes = nodes;
    this.#deadlines = deadlines;
  }

  /**
   * Delivers what was just decided on a call.
   *
   * @returns whether everything arrived.
   */
  async deliver(call: Call): Promise<boolean> {
    const { data, present, now, changes } = call;
    for (const deadline of [data.deadline, data.screenDeadline, ...present.map((one) => one.deadline)]) {
      if (deadline) this.#deadlines.expectIn(deadline.getTime() - now.getTime());
    }
    for (const { dueAt } of changes.closing) this.#deadlines.expectIn(dueAt.getTime() - now.getTime());
    return await this.#all([
      ...changes.changed.filter(needsPolicy).map((participant) => () => this.#pushPolicy(data, participant)),
      ...changes.closing.filter(({ dueAt }) => dueAt <= now).map((peer) => () => this.#closePeer(peer)),
      ...(changes.call?.state === 'ENDING' ? [() => this.#closeCall(data)] : []),
    ]);
  }

  /**
   * Delivers what an earlier attempt, perhaps of another process, left undone.
   *
   * @returns whether everything arrived.
   */
  async deliverOutstanding(): Promise<boolean> {
    const { policies, closingPeers, endingCalls } = await this.#database.undelivered();
    const delivered = await this.#all([
      ...policies.map(
        ({ call, participant }) =>
          () =>
            this.#pushPolicy(call, participant),
      ),
      ...closingPeers.map((peer) => () => this.#closePeer(peer)),
      ...endingCalls.map((call) => () => this.#closeCall(call)),
    ]);
    this.#retryMs = delivered ? FIRST_RETRY_MS : Math.min(this.#retryMs * 2, LAST_RETRY_MS);
    return delivered;
  }

  async #all(tasks: readonly (() => Promise<boolean>)[]): Promise<boolean> {
    const outcomes = await Promise.all(
      tasks.map((task) =>
        task().catch((error: unknown) => {
          this.#logger.warn({ err: error, msg: 'an sfu-node could not be told; it is tried again' });
          return false;
        }),
      ),
    );
    const delivered = outcomes.every(Boolean);
    if (!delivered) this.#deadlines.expectIn(this.#retryMs);
    return delivered;
  }

  async #pushPolicy(call: CallData, participant: Participant): Promise<boolean> {
    const place = placeOf(call, participant);
    if (!place) return true;
    const policy = policyOf(call, participant);
    try {
      await this.#nodes.setPeerPolicy(place.nodeId, participant.peerId, policy);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      // A peer that the node does not know is told of by its own events; a newer version is confirmed by whoever sent it.
      if (error.reason === 'PEER_NOT_FOUND') return false;
      if (error.reason !== 'POLICY_VERSION_OUTDATED') throw error;
    }
    await this.#database.confirmPolicy(participant.id, participant.peerId, policy.version);
    return true;
  }

  async #closePeer({ peerId, nodeId, bootId, reason }: ClosingPeer): Promise<boolean> {
    // A process that is no more holds nothing; one that was lost from sight is asked when it comes back.
    const node = this.#nodes.known.find((known) => known.nodeId === nodeId);
    if (node?.bootId === bootId) await this.#nodes.closePeer(nodeId, peerId, reason);
    else if (node === undefined || node.state !== 'UP') return false;
    await this.#database.peersClosed([peerId]);
    return true;
  }

  async #closeCall({ id, nodeId, bootId }: CallData): Promise<boolean> {
    if (nodeId !== null) {
      const node = this.#nodes.known.find((known) => known.nodeId === nodeId);
      if (node?.bootId === bootId) await this.#nodes.closeCall(nodeId, id, 'CALL_ENDED');
      else if (node === undefined || node.state !== 'UP') return false;
    }
    await this.#database.callClosed(id);
    return true;
  }
}

/** Before the peer is open, `OpenPeer` brings the policy. */
function needsPolicy(participant: Participant): boolean {
  const { policyVersion, policyConfirmedVersion, mediaLost } = participant;
  return isInside(participant) && !mediaLost && policyConfirmedVersion > 0 && policyConfirmedVersion < policyVersion;
}
