import type { sfuV1 } from '@videocall/contracts';
import {
  chooseLayers,
  limitsOf,
  publisherLimits,
  stricter,
  type PublishedVideo,
  type VideoLimits,
} from '@videocall/quality-profiles';
import { allowedTemporalLayers } from '../domain/compliance.js';
import { isVideoSource } from '../domain/track-source.js';
import type { CallMedia } from './call-media.js';
import type { MediaMetrics } from './media-metrics.js';
import type { PublishedTrack } from './published-track.js';
import { loweredFor } from './receivers-in-common.js';
import type { HoldReason, LimitedBy, Subscription } from './subscription.js';
import type { VideoState } from './video-state.js';

type Cause = 'SEND_PROFILE' | 'RECEIVERS_LIMITED' | 'LAYERS_UNUSED' | 'SEND_LOSS' | 'HOST_LOAD';

/** Bandwidth goes to a shared screen first, then to the higher profile (MEDIA-3's priorities). */
const SCREEN_PRIORITY = 100;
const PRIORITY_STEP = 10;
/** A stream fits where this part of it does: bitrates are uneven. */
const FITS = 0.9;

/** Decides who gets which layers of a video, and what its publisher must keep to and need not send (MEDIA-3, MEDIA-4). */
export class LayerDirector {
  readonly #metrics: MediaMetrics;

  constructor(metrics: MediaMetrics) {
    this.#metrics = metrics;
  }

  /** Looks again at everything that a change in a call may concern. */
  refreshCall(call: CallMedia): void {
    for (const track of call.tracks.values()) this.refresh(call, track);
  }

  refresh(call: CallMedia, track: PublishedTrack): void {
    const { video } = track;
    if (!video) return;
    const now = performance.now();
    const subscriptions = call.subscriptionsTo(track);
    const profile = this.#profileLimits(call, track, video);
    const { limits: relief } = track.peer.sendRelief;
    const { limits: shed } = call.worker.shedding;
    const relieved = relief ? stricter(profile, relief) : profile;
    const single = video.encodingCount === 1;
    // With layers receivers are given lower ones, and the publisher ceases to send the better ones that nobody takes.
    const own = single && shed ? stricter(relieved, shed) : relieved;
    // A recording takes what the publisher may send, whatever the receivers may have.
    const taken = call.takenByObservers(track);
    const limits = single && taken < 0 ? loweredFor(subscriptions, video, own) : own;
    const limitsChanged = video.setLimits(limits, now);

    const { published } = video;
    // The least of a picture with layers goes on for nobody, so that whoever comes has it at once: an encoder that was stopped
    // starts with a key frame that nobody is there for yet, and gives the next one only a second later.
    let wanted = single ? taken : Math.max(taken, 0);
    for (const subscription of subscriptions)
      wanted = Math.max(wanted, this.#serve(call, subscription, video, published));
    const demandChanged = video.demand.update(wanted, now);

    if (!video.command || limitsChanged || demandChanged) {
      const isFirst = video.command === undefined;
      const cause = causeOf({ profile, relieved, own, limits }) ?? (demandChanged ? 'LAYERS_UNUSED' : 'SEND_PROFILE');
      video.command = commandOf(track, video, cause);
      this.#metrics.commanded(cause);
      // The first one is in the reply to the publication.
      if (!isFirst) this.command(call, track);
    }
  }

  /** Tells the publisher (again) what to keep to. */
  command(call: CallMedia, track: PublishedTrack): void {
    const command = track.video?.command;
    if (command) call.tell(track.peer, { $case: 'publisherCommand', value: command });
  }

  #profileLimits(call: CallMedia, track: PublishedTrack, video: VideoState): VideoLimits {
    const published = call
      .tracksOf(track.peer)
      .flatMap(({ source, muted }) => (isVideoSource(source) && !muted ? source : []));
    return publisherLimits(track.peer.policy.sendProfile, video.codec, video.source, published);
  }

  /** @returns the spatial layer that the subscription needs to be sent; -1: none */
  #serve(call: CallMedia, subscription: Subscription, video: VideoState, published: PublishedVideo): number {
    const { peer, track } = subscription;
    const { limits: shed } = call.worker.shedding;
    const allowed = stricter(limitsOf(peer.policy.receiveProfile, video.codec), video.limits);
    const limits = shed ? stricter(allowed, shed) : allowed;
    const choice = chooseLayers(published, { shown: peer.shown.get(track.id), limits });
    if (choice.kind === 'paused') {
      subscription.wish = undefined;
      this.#give(call, subscription, choice.reason, '');
      return choice.reason === 'NOT_SHOWN' ? -1 : 0;
    }
    const wish = withinUse(choice, allowedTemporalLayers(video.use, limits));
    subscription.wish = wish;
    const given = granted(subscription, wish, video);
    if (!given) {
      this.#give(call, subscription, 'BANDWIDTH', subscription.grantCause ?? 'BANDWIDTH');
      // The least goes on, so that it is there when there is room.
      return 0;
    }
    const isLimited = given.spatialLayer < wish.spatialLayer || given.temporalLayer < wish.temporalLayer;
    const isShed = shed !== undefined && isBelow(shed, allowed);
    this.#give(call, subscription, '', isLimited ? (subscription.grantCause ?? '') : isShed ? 'HOST_LOAD' : '');
    subscription.prefer(given);
    subscription.prioritise((video.source === 'SCREEN' ? SCREEN_PRIORITY : 0) + video.limits.priority * PRIORITY_STEP);
    return given.spatialLayer;
  }

  #give(call: CallMedia, subscription: Subscription, held: HoldReason, limitedBy: LimitedBy): void {
    const heldChanged = subscription.hold(held);
    const limitChanged = subscription.limit(limitedBy);
    if (heldChanged || limitChanged) call.subscriptionUpdated(subscription);
  }
}

interface Layers {
  readonly spatialLayer: number;
  readonly temporalLayer: number;
}

/** No layer above what the publisher may send. @param allowed the highest temporal layer of each spatial one; -1: none */
function withinUse({ spatial, temporal }: { spatial: number; temporal: number }, allowed: readonly number[]): Layers {
  let spatialLayer = spatial;
  while (spatialLayer > 0 && (allowed[spatialLayer] ?? Infinity) < 0) spatialLayer -= 1;
  return { spatialLayer, temporalLayer: Math.min(temporal, Math.max(0, allowed[spatialLayer] ?? Infinity)) };
}

/** What of a wish the receiver's path carries; undefined: nothing. */
function granted({ grant }: Subscription, wish: Layers, video: VideoState): Layers | undefined {
  if (grant === undefined) return wish;
  if (grant === 'NOTHING') return undefined;
  // A single stream is lowered at its publisher, unless others can take more.
  if (video.encodingCount === 1) return grant.bitrate >= video.bitrateOf(0) * FITS ? wish : undefined;
  if (grant.spatial > wish.spatialLayer) return wish;
  const temporalLayer = Math.min(grant.temporal, wish.temporalLayer);
  return { spatialLayer: grant.spatial, temporalLayer };
}

function isBelow(a: VideoLimits, b: VideoLimits): boolean {
  return a.maxHeight < b.maxHeight || a.maxFrameRate < b.maxFrameRate;
}

interface LimitsInTurn {
  readonly profile: VideoLimits;
  /** Less where the publisher's packets are lost. */
  readonly relieved: VideoLimits;
  /** Less where the machine has too much to do. */
  readonly own: VideoLimits;
  /** Less where nobody takes as much. */
  readonly limits: VideoLimits;
}

/** The last that lowered them; undefined where they are the profile's. */
function causeOf({ profile, relieved, own, limits }: LimitsInTurn): Cause | undefined {
  if (isLess(limits, own)) return 'RECEIVERS_LIMITED';
  if (isLess(own, relieved)) return 'HOST_LOAD';
  return isLess(relieved, profile) ? 'SEND_LOSS' : undefined;
}

function isLess(a: VideoLimits, b: VideoLimits): boolean {
  return a.maxBitrate < b.maxBitrate || a.maxHeight < b.maxHeight || a.maxFrameRate < b.maxFrameRate;
}

function commandOf(track: PublishedTrack, video: VideoState, cause: Cause): sfuV1.PublisherCommand {
  const { maxBitrate, maxHeight, maxFrameRate } = video.limits;
  return { trackId: track.id, maxBitrate, maxHeight, maxFrameRate, maxSpatialLayer: video.demand.told, cause };
}
