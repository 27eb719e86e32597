import { Refusal } from '@videocall/errors';
import type { Logger } from '@videocall/platform-logging';
import { MEDIA_CODECS } from '../domain/codec-list.js';
import { CallMedia } from './call-media.js';
import type { NodeEvents } from './node-events.js';
import type { Peer } from './peer.js';
import type { PeerMailboxes } from './peer-mailboxes.js';
import type { WorkerPool } from './worker-pool.js';

interface RegistryOptions {
  readonly pool: WorkerPool;
  readonly mailboxes: PeerMailboxes;
  readonly nodeEvents: NodeEvents;
  readonly log: Logger;
}

/** The calls and peers that this node carries. */
export class CallRegistry {
  readonly #options: RegistryOptions;
  readonly #calls = new Map<string, CallMedia>();
  readonly #opening = new Map<string, Promise<CallMedia>>();
  /** How many joins are under way in a call; it is not closed under them. */
  readonly #joining = new Map<string, number>();

  constructor(options: RegistryOptions) {
    this.#options = options;
  }

  get calls(): readonly CallMedia[] {
    return [...this.#calls.values()];
  }

  get peers(): readonly Peer[] {
    return this.calls.flatMap((call) => [...call.peers.values()]);
  }

  call(callId: string): CallMedia | undefined {
    return this.#calls.get(callId);
  }

  /** The peer with its call, if it is here. */
  find(peerId: string): { readonly call: CallMedia; readonly peer: Peer } | undefined {
    for (const call of this.#calls.values()) {
      const peer = call.peers.get(peerId);
      if (peer) return { call, peer };
    }
    return undefined;
  }

  /** @throws Refusal PEER_NOT_FOUND */
  get(peerId: string): { readonly call: CallMedia; readonly peer: Peer } {
    const found = this.find(peerId);
    if (!found) throw new Refusal('PEER_NOT_FOUND');
    return found;
  }

  /**
   * Runs a join in a call, whose router is opened on the least loaded worker where there is none yet. A call that is empty
   * after it is closed.
   *
   * @throws Refusal WORKER_UNAVAILABLE
   */
  async join<T>(callId: string, action: (call: CallMedia) => Promise<T>): Promise<T> {
    this.#joining.set(callId, (this.#joining.get(callId) ?? 0) + 1);
    try {
      return await action(await this.#open(callId));
    } finally {
      const left = (this.#joining.get(callId) ?? 1) - 1;
      if (left > 0) this.#joining.set(callId, left);
      else this.#joining.delete(callId);
      this.#closeIfEmpty(callId);
    }
  }

  /**
   * @param reason told to the peer and to the watchers: a LeaveReason by name, MEDIA_LOST, NODE_DRAINING or CONNECTION_LOST
   */
  closePeer(call: CallMedia, peer: Peer, reason: string): void {
    this.#options.log.debug({ call: call.id, peer: peer.id, reason }, 'a peer is closed');
    call.tell(peer, { $case: 'peerGone', value: { reason } });
    call.removePeer(peer);
    this.#options.mailboxes.forget(peer.id);
    const { id: peerId, callId, participantId } = peer;
    this.#options.nodeEvents.tell({ $case: 'peerClosed', value: { callId, participantId, peerId, reason } });
    this.#closeIfEmpty(call.id);
  }

  closeCall(call: CallMedia, reason: string): void {
    for (const peer of call.peers.values()) this.closePeer(call, peer, reason);
  }

  async #open(callId: string): Promise<CallMedia> {
    const call = this.#calls.get(callId);
    if (call) return call;
    const opening = this.#opening.get(callId) ?? this.#create(callId).finally(() => this.#opening.delete(callId));
    this.#opening.set(callId, opening);
    return await opening;
  }

  async #create(callId: string): Promise<CallMedia> {
    const { pool, mailboxes, nodeEvents, log } = this.#options;
    const worker = pool.leastLoaded();
    const router = await worker.createRouter(MEDIA_CODECS);
    const call = await CallMedia.open({ id: callId, worker, router, mailboxes, nodeEvents, log });
    this.#calls.set(callId, call);
    // The router closes by itself only with its worker.
    router.once('workerclose', () => this.#lost(call));
    return call;
  }

  #lost(call: CallMedia): void {
    if (this.#calls.get(call.id) !== call) return;
    this.#calls.delete(call.id);
    call.tellAll({ $case: 'peerGone', value: { reason: 'MEDIA_LOST' } });
    for (const peerId of call.peers.keys()) this.#options.mailboxes.forget(peerId);
    call.close();
    this.#options.nodeEvents.tell({ $case: 'callMediaLost', value: { callId: call.id, reason: 'WORKER_DIED' } });
  }

  #closeIfEmpty(callId: string): void {
    const call = this.#calls.get(callId);
    if (!call || call.peers.size > 0 || this.#joining.has(callId)) return;
    this.#calls.delete(callId);
    call.close();
  }
}
