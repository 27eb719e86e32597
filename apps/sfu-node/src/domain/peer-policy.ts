import type { ProfileName } from '@videocall/quality-profiles';
import type { TrackSource } from './track-source.js';

/** What a peer may do. Decided by the orchestrator; this node holds the peer to it. */
export interface PeerPolicy {
  /** Rises with every change. */
  readonly version: number;
  readonly allowedSources: ReadonlySet<TrackSource>;
  readonly mutedByHost: ReadonlySet<TrackSource>;
  readonly canSubscribe: boolean;
  readonly sendProfile: ProfileName;
  readonly receiveProfile: ProfileName;
}
