import type { callV1, sfuV1 } from '@videocall/contracts';
import { Refusal, type Reason } from '@videocall/errors';
import { MEDIA_CODECS } from '../domain/codec-list.js';
import { mediaCodecOf } from '../domain/media-codec.js';
import type { PeerEvent } from '../media/call-media.js';

// A call's media in the words of `StreamMedia`.

export type MediaContent = NonNullable<callV1.MediaPacket['content']>;

/** What a server-side participant is told of an event; undefined where it is no news to it. */
export function contentFor(event: PeerEvent, ownParticipantId: string): MediaContent | undefined {
  switch (event.$case) {
    case 'trackPublished':
      if (event.value.participantId === ownParticipantId) return undefined;
      return { $case: 'trackAvailable', value: trackAvailable(event.value) };
    case 'trackUnpublished':
      return { $case: 'trackGone', value: { trackId: event.value.trackId } };
    case 'trackUpdated': {
      const { id: trackId, muted, mutedByHost, pausedReason: heldReason } = event.value;
      return { $case: 'trackState', value: { trackId, muted, mutedByHost, heldReason } };
    }
    case 'activeSpeaker':
      return { $case: 'speaker', value: { participantId: event.value.participantId } };
    case 'publisherCommand':
      return videoLimits(event.value);
    default:
      return undefined;
  }
}

export function trackAvailable(track: sfuV1.Track): callV1.TrackAvailable {
  const { id: trackId, participantId, source, muted, width, height } = track;
  const listed = MEDIA_CODECS.find(({ mimeType }) => mimeType.toLowerCase() === track.codec.toLowerCase());
  const payloadType = listed?.preferredPayloadType ?? 0;
  return { trackId, participantId, source, codec: mediaCodecOf(track.codec), payloadType, muted, width, height };
}

export function videoLimits({ trackId, maxBitrate, maxHeight, maxFrameRate }: sfuV1.PublisherCommand): MediaContent {
  return { $case: 'videoLimits', value: { trackId, maxBitrate, maxHeight, maxFrameRate } };
}

/** By the reason that a peer was closed for: a LeaveReason by name, or one of this node's own. */
const GONE: Readonly<Record<string, Reason>> = {
  REPLACED: 'MEDIA_STREAM_REPLACED',
  REMOVED: 'PARTICIPANT_REMOVED',
  CALL_ENDED: 'CALL_ENDED',
  MEDIA_LOST: 'MEDIA_LOST',
  NODE_DRAINING: 'MEDIA_LOST',
};

export function refusalForGone(reason: string): Refusal {
  return new Refusal(GONE[reason] ?? 'PARTICIPANT_LEFT', { details: { reason } });
}
