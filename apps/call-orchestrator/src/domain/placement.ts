import { Refusal } from '@videocall/errors';
import type { Call } from './call.js';
import { callMediaLost } from './media-health.js';
import type { CallRules } from './rules.js';

/** What an sfu-node says of itself. */
export interface NodeLoad {
  readonly calls: number;
  readonly peers: number;
  /** Of the busiest worker, in thousandths of a core. */
  readonly busiestWorkerCpuPermille: number;
  readonly draining: boolean;
  /** Of its machine: all processors together and memory, in thousandths of what there is. */
  readonly hostCpuPermille: number;
  readonly hostMemoryPermille: number;
  /** What its machine has sent to others since it was started; 0 where the node does not tell. */
  readonly hostSentBytes: number;
}

/** One process of an sfu-node. */
export interface MediaNode {
  readonly nodeId: string;
  readonly bootId: string;
}

/**
 * UP: watched. AWAY: the connection broke a moment ago; its media may well go on. LOST: gone for so long that its calls move.
 */
export type NodeState = 'UP' | 'AWAY' | 'LOST';

export interface KnownNode extends MediaNode {
  readonly state: NodeState;
  readonly load: NodeLoad;
}

export interface NodesInView {
  /** Those that were seen. */
  readonly known: readonly KnownNode[];
  /** This process has just started and has yet to see a node, which may carry calls. */
  readonly someUnseen: boolean;
}

/** A node whose busiest worker is above this takes a call only when all are. */
const BUSY_PERMILLE = 800;
const RETRY_MS = 1_000;

/**
 * The least loaded node that takes new calls: one with a worker to spare before one without, then the one with the fewest
 * peers, then the fewest calls.
 *
 * @throws Refusal NO_MEDIA_NODE
 */
export function chooseNode(nodes: readonly KnownNode[]): MediaNode {
  const [best] = nodes
    .filter(({ state, load }) => state === 'UP' && !load.draining)
    .sort(
      (a, b) =>
        Number(isBusy(a)) - Number(isBusy(b)) ||
        a.load.peers - b.load.peers ||
        a.load.calls - b.load.calls ||
        a.load.busiestWorkerCpuPermille - b.load.busiestWorkerCpuPermille,
    );
  if (!best) throw new Refusal('NO_MEDIA_NODE', { retryAfterMs: RETRY_MS });
  return { nodeId: best.nodeId, bootId: best.bootId };
}

/**
 * Where a join opens its peer: where the call is, as long as that process lives, else on another node, and then those who
 * are inside must join anew.
 *
 * @throws Refusal NO_MEDIA_NODE: also while the call's node is merely out of sight, since its media may go on.
 */
export function placeCall(call: Call, nodes: NodesInView, rules: Pick<CallRules, 'reconnectGraceMs'>): MediaNode {
  const { nodeId, bootId } = call.data;
  if (nodeId !== null && bootId !== null) {
    const current = nodes.known.find((node) => node.nodeId === nodeId);
    if (current ? current.state === 'AWAY' : nodes.someUnseen)
      throw new Refusal('NO_MEDIA_NODE', { retryAfterMs: RETRY_MS });
    const holdsCall = current?.state === 'UP' && current.bootId === bootId;
    if (holdsCall && !(current.load.draining && nobodyHasMedia(call))) return { nodeId, bootId };
  }
  const chosen = chooseNode(nodes.known);
  if (nodeId !== null) callMediaLost(call, rules);
  call.update(chosen);
  return chosen;
}

function nobodyHasMedia(call: Call): boolean {
  return call.present.every(({ mediaLost, policyConfirmedVersion }) => mediaLost || policyConfirmedVersion === 0);
}

function isBusy({ load }: KnownNode): boolean {
  return load.busiestWorkerCpuPermille >= BUSY_PERMILLE;
}
