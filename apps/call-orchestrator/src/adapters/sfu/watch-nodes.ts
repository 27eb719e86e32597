import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { callV1, sfuV1 } from '@videocall/contracts';
import { EmptyNode } from '../../application/empty-node.js';
import { NodeReports } from '../../application/node-reports.js';
import { ReconcileNode } from '../../application/reconcile-node.js';
import type { CallId, PeerId } from '../../domain/ids.js';
import { connectionOf, heldPeerOf } from './messages.js';
import { refusesConnections } from './refuses-connections.js';
import type { SfuNode } from './sfu-node.js';
import { SfuNodes } from './sfu-nodes.js';

const RETRY_MS = 250;
/** A node out of sight for so long is lost: its calls may move. Longer than most troubles of the network in between. */
const LOST_AFTER_MS = 4_000;
/** Sooner, where its host answers that nobody listens on its port any more: the process is no more, and so is its media. */
const GONE_AFTER_MS = 1_500;
/** Those who are still on a draining node are asked again so often. */
const EMPTY_EVERY_MS = 1_000;
/** How long the service waits at its start to see all nodes before it serves anybody. */
const FIRST_LOOK_MS = 2_000;

/** Watches every sfu-node, again and again, and hands on what it reports, in order. */
@Injectable()
export class WatchNodes implements BeforeApplicationShutdown {
  readonly #nodes: SfuNodes;
  readonly #reconciliation: ReconcileNode;
  readonly #reports: NodeReports;
  readonly #emptying: EmptyNode;
  readonly #stopping = new AbortController();
  readonly #logger = new Logger(WatchNodes.name);
  readonly #lostTimers = new Map<SfuNode, NodeJS.Timeout>();
  readonly #emptied = new Set<SfuNode>();
  readonly #firstLook = Promise.withResolvers<void>();
  #running: Promise<unknown> = Promise.resolve();

  constructor(nodes: SfuNodes, reconciliation: ReconcileNode, reports: NodeReports, emptying: EmptyNode) {
    this.#emptying = emptying;
    this.#nodes = nodes;
    this.#reconciliation = reconciliation;
    this.#reports = reports;
  }

  /** Resolves when every node was seen, or after two seconds. */
  async start(): Promise<void> {
    for (const node of this.#nodes.all) this.#expectLoss(node);
    this.#running = Promise.all(this.#nodes.all.map((node) => this.#follow(node)));
    await Promise.race([this.#firstLook.promise, sleep(FIRST_LOOK_MS)]);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopping.abort();
    for (const timer of this.#lostTimers.values()) clearTimeout(timer);
    await this.#running;
  }

  async #follow(node: SfuNode): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await this.#watch(node).catch((error: unknown) => {
        // Once, not with each attempt to see it again.
        if (!signal.aborted && node.state === 'UP')
          this.#logger.warn({ err: error, msg: 'an sfu-node is out of sight', address: node.address });
      });
      if (signal.aborted) return;
      this.#outOfSight(node);
      await this.#loseIfGone(node);
      await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** One watch. What a report leads to is done one after another; when that fails, watching anew makes up for it. */
  async #watch(node: SfuNode): Promise<void> {
    const expected = await this.#reconciliation.expectedPeers();
    const failed = new AbortController();
    let work: Promise<void> = Promise.resolve();
    const then = (task: () => Promise<void>): void => {
      work = work.then(task);
      work.catch((error: unknown) => failed.abort(error));
    };
    const listener = {
      hello: (hello: sfuV1.NodeHello) => {
        this.#seen(node);
        then(() => this.#reconciliation.reconcile(hello, hello.peers.map(heldPeerOf), expected));
      },
      event: (event: NonNullable<sfuV1.NodeEvent['event']>) => then(() => this.#handle(event, node)),
      drains: () => then(async () => void this.#empty(node)),
    };
    try {
      await node.watch(listener, AbortSignal.any([this.#stopping.signal, failed.signal]));
    } finally {
      await work;
    }
  }

  async #handle(event: NonNullable<sfuV1.NodeEvent['event']>, { known }: SfuNode): Promise<void> {
    // Nothing is reported before the hello.
    if (!known) return;
    switch (event.$case) {
      case 'peerConnectionChanged': {
        const { callId, peerId, connection } = event.value;
        return await this.#reports.connectionChanged(callId as CallId, peerId as PeerId, connectionOf(connection));
      }
      case 'peerClosed':
        return await this.#reports.peerClosed(event.value.callId as CallId, event.value.peerId as PeerId);
      case 'callMediaLost':
        return await this.#reports.callMediaLost(event.value.callId as CallId, known);
      case 'trackChanged': {
        const { callId, track, published } = event.value;
        if (published || track?.source !== callV1.TrackSource.SCREEN) return;
        return await this.#reports.screenUnpublished(callId as CallId, track.participantId, known);
      }
      case 'hello':
      case 'load':
        return;
    }
  }

  /** Moves the calls of a node that drains, for as long as it does. One at a time for each node. */
  async #empty(node: SfuNode): Promise<void> {
    if (this.#emptied.has(node)) return;
    this.#emptied.add(node);
    const { signal } = this.#stopping;
    while (node.drains && node.known && !signal.aborted) {
      await this.#emptying.execute(node.known).catch((error: unknown) => {
        if (!signal.aborted)
          this.#logger.warn({ err: error, msg: 'a draining sfu-node could not be emptied; it is tried again' });
      });
      await sleep(EMPTY_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
    this.#emptied.delete(node);
  }

  #seen(node: SfuNode): void {
    clearTimeout(this.#lostTimers.get(node));
    this.#lostTimers.delete(node);
    if (this.#nodes.all.every(({ known }) => known)) this.#firstLook.resolve();
  }

  #outOfSight(node: SfuNode): void {
    node.outOfSight();
    if (!this.#lostTimers.has(node) && node.state === 'AWAY') this.#expectLoss(node);
  }

  async #loseIfGone(node: SfuNode): Promise<void> {
    if (node.state !== 'AWAY' || performance.now() - node.awaySince < GONE_AFTER_MS) return;
    if (!(await refusesConnections(node.address)) || node.state !== 'AWAY') return;
    clearTimeout(this.#lostTimers.get(node));
    this.#lose(node);
  }

  #expectLoss(node: SfuNode): void {
    this.#lostTimers.set(
      node,
      setTimeout(() => this.#lose(node), LOST_AFTER_MS),
    );
  }

  #lose(node: SfuNode): void {
    this.#lostTimers.delete(node);
    node.lost();
    this.#logger.error({ msg: 'an sfu-node is lost', address: node.address });
    this.#reports.nodesLost().catch((error: unknown) => {
      if (!this.#stopping.signal.aborted)
        this.#logger.error({ err: error, msg: 'calls of a lost sfu-node could not be told' });
    });
  }
}
