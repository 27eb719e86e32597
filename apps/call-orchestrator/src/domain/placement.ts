import { Refusal } from '@videocall/errors';
import type { Call, MediaNode } from './call.js';
import { callMediaLost, isAt } from './media-health.js';
import type { Participant } from './participant.js';
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
const RETRY_MS = 500;

/**
 * The least loaded node that takes new calls: one with a worker to spare before one without, then the one with the fewest
 * peers, then the fewest calls.
 *
 * @throws Refusal NO_MEDIA_NODE
 */
export function chooseNode(nodes: readonly KnownNode[]): MediaNode {
  const best = leastLoaded(nodes);
  if (!best) throw new Refusal('NO_MEDIA_NODE', { retryAfterMs: RETRY_MS });
  return best;
}

/**
 * Where a join opens its peer: where the call is placed, as long as that process lives and does not drain, else on another
 * node. Those whose process is gone must join anew; those on a draining one move while their media goes on.
 *
 * @throws Refusal NO_MEDIA_NODE: also while the call's node is merely out of sight, since its media may go on.
 */
export function placeCall(call: Call, nodes: NodesInView, rules: Pick<CallRules, 'reconnectGraceMs'>): MediaNode {
  const { place } = call;
  if (place) {
    const current = nodes.known.find(({ nodeId }) => nodeId === place.nodeId);
    if (current ? current.state === 'AWAY' : nodes.someUnseen)
      throw new Refusal('NO_MEDIA_NODE', { retryAfterMs: RETRY_MS });
    if (current?.state === 'UP' && isAt(place, current)) return leaveDraining(call, nodes.known);
  }
  const chosen = chooseNode(nodes.known);
  if (place) callMediaLost(call, place, rules);
  call.update(chosen);
  return chosen;
}

/** Places a call whose node drains on another one, where there is one. Those inside follow one by one. */
export function leaveDraining(call: Call, nodes: readonly KnownNode[]): MediaNode {
  const { place } = call;
  if (!place) return chooseNode(nodes);
  const current = nodes.find((node) => isAt(place, node));
  const better = current?.load.draining ? leastLoaded(nodes) : undefined;
  if (better) call.update(better);
  return better ?? place;
}

/** Those inside whose media is not yet where the call is placed. */
export function stragglers(call: Call): readonly Participant[] {
  const { place } = call;
  return call.present.filter(
    (participant) => place && hasMedia(participant) && !isAt(call.placeOf(participant), place),
  );
}

/** An sfu-node holds a peer of the participant, as far as is known. */
export function hasMedia({ mediaLost, policyConfirmedVersion }: Participant): boolean {
  return !mediaLost && policyConfirmedVersion > 0;
}

function leastLoaded(nodes: readonly KnownNode[]): MediaNode | undefined {
  const [best] = nodes
    .filter(({ state, load }) => state === 'UP' && !load.draining)
    .sort(
      (a, b) =>
        Number(isBusy(a)) - Number(isBusy(b)) ||
        a.load.peers - b.load.peers ||
        a.load.calls - b.load.calls ||
        a.load.busiestWorkerCpuPermille - b.load.busiestWorkerCpuPermille,
    );
  return best && { nodeId: best.nodeId, bootId: best.bootId };
}

function isBusy({ load }: KnownNode): boolean {
  return load.busiestWorkerCpuPermille >= BUSY_PERMILLE;
}
