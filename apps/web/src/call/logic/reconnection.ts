/** How far a reconnection has got, as it is shown. */
export type ReconnectionStage =
  /** The last frame stays; most troubles are over before anybody notices. */
  | 'quiet'
  | 'pill'
  | 'banner'
  /** Rejoin and Leave are offered. */
  | 'choice';

/**
 * @param elapsed milliseconds since the trouble began
 * @param offline the browser knows that there is no network: that is said at once
 */
export function reconnectionStage(elapsed: number, offline: boolean): ReconnectionStage {
  if (elapsed >= 30_000) return 'choice';
  if (elapsed >= 10_000) return 'banner';
  return elapsed >= 2_000 || offline ? 'pill' : 'quiet';
}
