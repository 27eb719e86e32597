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
import type { PublishedTrack } from './published-track.js';
import type { Subscription } from './subscription.js';
import type { VideoState } from './video-state.js';

type Cause = 'SEND_PROFILE' | 'RECEIVERS_LIMITED' | 'LAYERS_UNUSED';

/** Bandwidth goes to a shared screen first, then to the higher profile (MEDIA-3's priorities). */
const SCREEN_PRIORITY = 100;
const PRIORITY_STEP = 10;

/** Decides who gets which layers of a video, and what its publisher must keep to and need not send (MEDIA-3, MEDIA-4). */
export class LayerDirector {
  /** Looks again at everything that a change in a call may concern. */
  refreshCall(call: CallMedia): void {
    for (const track of call.tracks.values()) this.refresh(call, track);
  }

  refresh(call: CallMedia, track: PublishedTrack): void {
    const { video } = track;
    if (!video) return;
    const now = performance.now();
    const subscriptions = call.subscriptionsTo(track);
    const own = this.#ownLimits(call, track, video);
    // A recording takes what the publisher may send, whatever the receivers may have.
    const taken = call.takenByObservers(track);
    const limits = video.encodingCount === 1 && taken < 0 ? loweredFor(subscriptions, video, own) : own;
    const limitsChanged = video.setLimits(limits, now);

    const { published } = video;
    let wanted = taken;
    for (const subscription of subscriptions)
      wanted = Math.max(wanted, this.#serve(call, subscription, video, published));
    const demandChanged = video.demand.update(wanted, now);

    if (!video.command || limitsChanged || demandChanged) {
      const isFirst = video.command === undefined;
      video.command = commandOf(track, video, causeOf(limits, own, demandChanged));
      // The first one is in the reply to the publication.
      if (!isFirst) this.command(call, track);
    }
  }

  /** Tells the publisher (again) what to keep to. */
  command(call: CallMedia, track: PublishedTrack): void {
    const command = track.video?.command;
    if (command) call.tell(track.peer, { $case: 'publisherCommand', value: command });
  }

  #ownLimits(call: CallMedia, track: PublishedTrack, video: VideoState): VideoLimits {
    const published = call
      .tracksOf(track.peer)
      .flatMap(({ source, muted }) => (isVideoSource(source) && !muted ? source : []));
    return publisherLimits(track.peer.policy.sendProfile, video.codec, video.source, published);
  }

  /** @returns the spatial layer that the subscription needs to be sent; -1: none */
  #serve(call: CallMedia, subscription: Subscription, video: VideoState, published: PublishedVideo): number {
    const { peer, track } = subscription;
    const limits = stricter(limitsOf(peer.policy.receiveProfile, video.codec), video.limits);
    const choice = chooseLayers(published, { shown: peer.shown.get(track.id), limits });
    if (subscription.hold(choice.kind === 'paused' ? choice.reason : '')) call.subscriptionUpdated(subscription);
    if (choice.kind === 'paused') return choice.reason === 'NOT_SHOWN' ? -1 : 0;

    const allowed = allowedTemporalLayers(video.use, limits);
    let { spatial } = choice;
    while (spatial > 0 && (allowed[spatial] ?? Infinity) < 0) spatial -= 1;
    const temporal = Math.min(choice.temporal, Math.max(0, allowed[spatial] ?? Infinity));
    subscription.prefer({ spatialLayer: spatial, temporalLayer: temporal });
    subscription.prioritise((video.source === 'SCREEN' ? SCREEN_PRIORITY : 0) + video.limits.priority * PRIORITY_STEP);
    return spatial;
  }
}

/** Without layers, a publisher sends no more than what the most demanding receiver may take. */
function loweredFor(subscriptions: readonly Subscription[], video: VideoState, own: VideoLimits): VideoLimits {
  const receivers = subscriptions
    .filter(({ peer, track }) => peer.shown.get(track.id)?.height !== 0)
    .map(({ peer }) => limitsOf(peer.policy.receiveProfile, video.codec));
  if (receivers.length === 0) return own;
  const most = (figure: (limits: VideoLimits) => number): number => Math.max(...receivers.map(figure));
  return {
    maxBitrate: Math.min(
      own.maxBitrate,
      most(({ maxBitrate }) => maxBitrate),
    ),
    maxHeight: Math.min(
      own.maxHeight,
      most(({ maxHeight }) => maxHeight),
    ),
    maxFrameRate: Math.min(
      own.maxFrameRate,
      most(({ maxFrameRate }) => maxFrameRate),
    ),
    priority: own.priority,
  };
}

function causeOf(limits: VideoLimits, own: VideoLimits, demandChanged: boolean): Cause {
  if (demandChanged) return 'LAYERS_UNUSED';
  const lowered =
    limits.maxBitrate < own.maxBitrate || limits.maxHeight < own.maxHeight || limits.maxFrameRate < own.maxFrameRate;
  return lowered ? 'RECEIVERS_LIMITED' : 'SEND_PROFILE';
}

function commandOf(track: PublishedTrack, video: VideoState, cause: Cause): sfuV1.PublisherCommand {
  const { maxBitrate, maxHeight, maxFrameRate } = video.limits;
  return { trackId: track.id, maxBitrate, maxHeight, maxFrameRate, maxSpatialLayer: video.demand.told, cause };
}
