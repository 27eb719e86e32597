import { limitsOf, stricter, type VideoLimits } from '@videocall/quality-profiles';
import type { Subscription } from './subscription.js';
import type { VideoState } from './video-state.js';

/** The least that a publisher without layers is lowered to, for receivers that have room for nothing. bit/s */
const LEAST = 250_000;

/**
 * Without layers, a publisher sends no more than what the most demanding receiver may take and its path carries (MEDIA-3,
 * MEDIA-4).
 */
export function loweredFor(subscriptions: readonly Subscription[], video: VideoState, own: VideoLimits): VideoLimits {
  const receivers = subscriptions
    .filter(({ peer, track }) => peer.shown.get(track.id)?.height !== 0)
    .map((subscription) => takenBy(subscription, video));
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

function takenBy({ peer, grant }: Subscription, { codec }: VideoState): VideoLimits {
  const profile = limitsOf(peer.policy.receiveProfile, codec);
  if (grant === undefined) return profile;
  const maxBitrate = grant === 'NOTHING' ? LEAST : grant.bitrate;
  // A large picture of few bits looks worse than a smaller one.
  const low = limitsOf('LOW', codec);
  const medium = limitsOf('MEDIUM', codec);
  const size = [low, medium].find((limits) => maxBitrate <= limits.maxBitrate) ?? profile;
  return stricter(profile, { ...size, maxBitrate });
}
