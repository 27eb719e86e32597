import type { CallData } from './call.js';
import type { Participant } from './participant.js';
import type { QualityProfile, TrackSource } from './vocabulary.js';

/** What a peer may do; the sfu-node enforces the highest version it was told. */
export interface PeerPolicy {
  readonly version: number;
  readonly allowedSources: readonly TrackSource[];
  readonly mutedByHost: readonly TrackSource[];
  readonly canSubscribe: boolean;
  readonly sendProfile: QualityProfile;
  readonly receiveProfile: QualityProfile;
}

/** A participant's policy: a screen is allowed to the one who holds the call's screen share only (MEDIA-5). */
export function policyOf(call: Pick<CallData, 'screenSharerId'>, participant: Participant): PeerPolicy {
  const holdsScreen = call.screenSharerId === participant.id;
  return {
    version: participant.policyVersion,
    allowedSources: participant.sources.filter((source) => holdsScreen || !isScreen(source)),
    mutedByHost: participant.mutedByHost,
    canSubscribe: participant.canSubscribe,
    sendProfile: participant.sendProfile,
    receiveProfile: participant.receiveProfile,
  };
}

function isScreen(source: TrackSource): boolean {
  return source === 'SCREEN' || source === 'SCREEN_AUDIO';
}
