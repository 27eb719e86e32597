import type { ActiveCallState, ParticipantView, TrackView } from '@videocall/client-sdk';
import type { TileRank } from '../layout/tile-order.js';

/** What ranks tiles besides what the participants themselves do. */
interface RankFacts {
  readonly pinnedId: string | undefined;
  readonly promoted: ReadonlySet<string>;
}

/** The camera that is shown of a participant; a muted one is not. */
export function cameraOf(participant: ParticipantView): TrackView | undefined {
  return participant.tracks.find((track) => track.source === 'CAMERA' && !track.muted);
}

export function screenOf(participant: ParticipantView): TrackView | undefined {
  return participant.tracks.find((track) => track.source === 'SCREEN');
}

/** Whether others can hear a participant. */
export function isHeard(participant: ParticipantView): boolean {
  return participant.tracks.some((track) => track.source === 'MICROPHONE' && !track.muted);
}

export function rankOf(participant: ParticipantView, { pinnedId, promoted }: RankFacts): TileRank {
  return {
    id: participant.id,
    pinned: participant.id === pinnedId,
    handRaised: participant.handRaisedAt !== null,
    speaker: promoted.has(participant.id),
    camera: cameraOf(participant) !== undefined,
    // Oneself is last: others matter more.
    joinedAt: participant.isSelf ? Number.MAX_SAFE_INTEGER : Date.parse(participant.joinedAt ?? '') || 0,
  };
}

/** Who shows a screen, with the track of it; oneself without: one's own screen is not shown back. */
export function presenterOf({ self, others, screenSharerId }: ActiveCallState): ParticipantView | undefined {
  return [self, ...others].find(({ id }) => id === screenSharerId);
}
