import { sfuV1 } from '@videocall/contracts';
import type { Peer } from './peer.js';

/** A peer's connection as the others see it; undefined while there is no verdict. */
export function qualityOf(peer: Peer): sfuV1.ConnectionQuality | undefined {
  const { verdict } = peer.verdict;
  if (!verdict) return undefined;
  const { roundTripMs, lossPermille, jitterMs } = peer.statistics.figures;
  return {
    participantId: peer.participantId,
    verdict: sfuV1.QualityVerdict[verdict],
    roundTripMs,
    lossPermille,
    jitterMs,
  };
}
