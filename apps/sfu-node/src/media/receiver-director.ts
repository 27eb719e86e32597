import { limitsOf } from '@videocall/quality-profiles';
import type { Logger } from '@videocall/platform-logging';
import { adapt, type ReceiverDecision, type ReceiverInputs } from '../domain/adaptation/receiver-policy.js';
import type { WantedVideo } from '../domain/adaptation/video-ladder.js';
import { stepsOf } from '../domain/adaptation/video-steps.js';
import { tryCarrying } from './bandwidth-caps.js';
import type { CallMedia } from './call-media.js';
import type { CallRegistry } from './call-registry.js';
import type { LayerDirector } from './layer-director.js';
import type { MediaMetrics } from './media-metrics.js';
import type { Peer } from './peer.js';
import { FIRST_OUTGOING_BITRATE } from './peer-transport.js';
import type { Subscription } from './subscription.js';

interface ReceiverDirectorParts {
  readonly registry: CallRegistry;
  readonly director: LayerDirector;
  readonly metrics: MediaMetrics;
  readonly log: Logger;
}

const NO_SIZE = { width: 0, height: 0 };

/** Gives each receiver what its path carries (MEDIA-4): measures, asks the policy, and does what it says. */
export class ReceiverDirector {
  readonly #parts: ReceiverDirectorParts;
  #reading = false;

  constructor(parts: ReceiverDirectorParts) {
    this.#parts = parts;
  }

  /** Looks at every receiver once. Skipped while the look before is still under way. */
  async look(): Promise<void> {
    if (this.#reading) return;
    this.#reading = true;
    try {
      await Promise.all(
        this.#parts.registry.calls.flatMap((call) => [...call.peers.values()].map((peer) => this.#look(call, peer))),
      );
    } finally {
      this.#reading = false;
    }
  }

  async #look(call: CallMedia, peer: Peer): Promise<void> {
    const transport = peer.receiveTransport;
    const shown = [...peer.subscriptions.values()].filter((subscription) => subscription.track.video);
    if (!transport || !peer.transport('RECEIVE')?.isUp || shown.length === 0) return;
    try {
      const [stats] = await transport.getStats();
      const estimate = stats?.availableOutgoingBitrate;
      // The figure that a transport is opened with says nothing of the path: a receiver without feedback keeps it for good.
      const availableBitrate = estimate === FIRST_OUTGOING_BITRATE ? undefined : estimate;
      const inputs: ReceiverInputs = {
        now: Math.round(performance.now()),
        availableBitrate,
        cap: transport.appData['capped'] === true ? limitsOf(peer.policy.receiveProfile, 'VP8').maxBitrate : Infinity,
        lossPermille: Math.round((stats?.rtpPacketLossSent ?? 0) * 1_000),
        roundTripMs: peer.statistics.figures.roundTripMs,
        wanted: shown.flatMap((subscription) => wantedOf(call, subscription) ?? []),
      };
      if (availableBitrate !== undefined) this.#parts.metrics.receiverMeasured(availableBitrate);
      await tryCarrying(transport, this.#apply(call, peer, inputs));
    } catch (error) {
      if (!peer.closed) this.#parts.log.error({ err: error, peer: peer.id }, 'a receiver was not measured');
    }
  }

  /** @returns what the path should be tried with, bit/s */
  #apply(call: CallMedia, peer: Peer, inputs: ReceiverInputs): number | undefined {
    const { log, director } = this.#parts;
    const decision = adapt(peer.receiving, inputs);
    peer.receiving = decision.state;
    log.debug({ call: call.id, peer: peer.id, inputs }, 'receiver measured');
    for (const { trackId, steps } of inputs.wanted) {
      const subscription = peer.subscriptions.get(trackId);
      if (!subscription) continue;
      const level = decision.state.levels.get(trackId) ?? -1;
      const all = level >= steps.length - 1;
      subscription.grant = all ? undefined : (steps[level] ?? 'NOTHING');
      subscription.grantCause = all ? undefined : decision.state.cause;
    }
    if (decision.change === 'none') return decision.trial;
    this.#tell(call, peer, inputs, decision);
    for (const { trackId } of inputs.wanted) {
      const track = call.tracks.get(trackId);
      if (track) director.refresh(call, track);
    }
    return decision.trial;
  }

  #tell(call: CallMedia, peer: Peer, inputs: ReceiverInputs, { state, change }: ReceiverDecision): void {
    const { log, metrics } = this.#parts;
    const cause = change === 'wants' ? 'SHOWN' : change === 'raised' ? 'ROOM' : (state.cause ?? 'BANDWIDTH');
    const { budget, levels, patience } = state;
    const decision = { change, cause, budget, patience, levels: Object.fromEntries(levels) };
    metrics.adapted(change, cause);
    log.info({ call: call.id, peer: peer.id, decision, inputs }, 'receiver adapted');
  }
}

/** Undefined for what nobody is to have now, bandwidth or not. */
function wantedOf(call: CallMedia, { peer, track, wish, isReady }: Subscription): WantedVideo | undefined {
  const { video } = track;
  if (!video || !wish || !isReady || track.muted || track.heldReason !== '') return undefined;
  // Without layers there is nothing to choose from but all or nothing, and a path that is only busy would cost the picture.
  if (video.encodingCount === 1) return undefined;
  const { spatialLayer: spatial = 0, temporalLayer: temporal = 0 } = wish;
  const { width, height } = peer.shown.get(track.id) ?? video.published.layers[spatial] ?? NO_SIZE;
  const isSpeaker = track.participantId === call.activeSpeaker;
  const layers = Array.from({ length: video.encodingCount }, (_, layer) => Math.round(video.bitrateOf(layer)));
  return {
    trackId: track.id,
    rank: track.source === 'SCREEN' ? 'SCREEN' : isSpeaker ? 'SPEAKER' : 'OTHER',
    area: width * height,
    steps: stepsOf({ layers, spatial, temporal }),
  };
}
