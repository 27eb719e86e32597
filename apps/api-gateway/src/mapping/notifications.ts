import type { eventsV1, sfuV1 } from '@videocall/contracts';
import type { Notification } from '@videocall/signalling';
import { callRecordingJson, chatMessageJson, participantJson } from './call-json.js';
import { publisherCommandJson, subscriptionJson, trackJson } from './media-json.js';
import { required } from './required.js';
import { callEndReason, leaveReason, qualityVerdict, trackSource } from './words.js';

export type CallBody = Extract<Notification, { plane: 'call' }>['body'];
export type MediaBody = Extract<Notification, { plane: 'media' }>['body'];
export type PassingBody = Extract<Notification, { plane: 'passing' }>['body'];

/** A fact of a call as its participants are told; only the revision where there is nothing they could use. */
export function callBody({ fact }: eventsV1.CallEvent): CallBody {
  switch (fact?.$case) {
    case 'participantJoined':
    case 'participantUpdated':
      return { type: fact.$case, participant: participantJson(required(fact.value.participant)) };
    case 'participantLeft': {
      const { participantId, reason } = fact.value;
      return { type: 'participantLeft', participantId, reason: leaveReason.toWord(reason) ?? 'LEFT' };
    }
    case 'participantMuted': {
      const { participantId, byParticipantId, source, muted } = fact.value;
      return {
        type: 'participantMuted',
        participantId,
        byParticipantId,
        source: trackSource.toWord(source) ?? 'MICROPHONE',
        muted,
      };
    }
    case 'callLocked':
      return { type: 'callLocked', locked: fact.value.locked };
    case 'screenShareChanged':
      return { type: 'screenShareChanged', participantId: fact.value.participantId || null };
    case 'recordingChanged': {
      const { recording } = fact.value;
      return { type: 'recordingChanged', recording: recording ? callRecordingJson(recording) : null };
    }
    case 'chatMessageSent':
      return { type: 'chatMessage', message: chatMessageJson(required(fact.value.message)) };
    case 'unmuteAsked': {
      const { byParticipantId, source } = fact.value;
      return { type: 'unmuteAsked', byParticipantId, source: trackSource.toWord(source) ?? 'MICROPHONE' };
    }
    case 'callEnded':
      return { type: 'callEnded', reason: callEndReason.toWord(fact.value.reason) ?? 'ENDED_BY_HOST' };
    default:
      return { type: 'callRevisionOnly' };
  }
}

/** A counted change of a call's media; undefined for what is not counted. */
export function mediaBody({ event, revision }: sfuV1.PeerNotification): MediaBody | undefined {
  switch (event?.$case) {
    case 'trackPublished':
    case 'trackUpdated':
      return { type: event.$case, track: trackJson(event.value) };
    case 'trackUnpublished': {
      const { trackId, participantId, source } = event.value;
      return { type: 'trackUnpublished', trackId, participantId, source: trackSource.toWord(source) ?? 'CAMERA' };
    }
    case 'subscriptionOpened':
    case 'subscriptionUpdated':
      return { type: event.$case, subscription: subscriptionJson(event.value) };
    case 'subscriptionClosed':
      return { type: 'subscriptionClosed', subscriptionId: event.value.subscriptionId };
    case 'activeSpeaker':
      return { type: 'activeSpeaker', participantId: event.value.participantId || null };
    default:
      // A change this version does not know is counted all the same.
      return revision > 0 ? { type: 'mediaRevisionOnly' } : undefined;
  }
}

/** Passing news from a sfu-node; undefined for what clients are not told. */
export function passingBody({ event }: sfuV1.PeerNotification): PassingBody | undefined {
  switch (event?.$case) {
    case 'audioLevels':
      return { type: 'audioLevels', levels: event.value.levels };
    case 'connectionQuality': {
      const { participantId, verdict, roundTripMs, lossPermille, jitterMs } = event.value;
      return {
        type: 'connectionQuality',
        participantId,
        verdict: qualityVerdict.toWord(verdict) ?? 'GOOD',
        roundTripMs,
        lossPermille,
        jitterMs,
      };
    }
    case 'publisherCommand':
      return { type: 'publisherCommand', command: publisherCommandJson(event.value) };
    case 'moveAsked':
      return { type: 'moveAsked' };
    default:
      return undefined;
  }
}
