import type {
  Call,
  ChatMessage,
  MediaSnapshot,
  Notification,
  Participant,
  Subscription,
  Track,
} from '@videocall/signalling';
import type { ConnectionQuality } from './active-call-state.js';

/** What the server told about the call, as of its two revisions. */
export interface CallFacts {
  readonly call: Omit<Call, 'participants'>;
  readonly participants: ReadonlyMap<string, Participant>;
  readonly chat: readonly ChatMessage[];
  readonly tracks: ReadonlyMap<string, Track>;
  readonly subscriptions: ReadonlyMap<string, Subscription>;
  readonly activeSpeakerId: string | null;
  readonly quality: ReadonlyMap<string, ConnectionQuality>;
}

type CallBody = Extract<Notification, { plane: 'call' }>['body'];
type MediaBody = Extract<Notification, { plane: 'media' }>['body'];
type CallPart = Pick<CallFacts, 'call' | 'participants' | 'chat'>;
type MediaPart = Omit<CallFacts, keyof CallPart | 'quality'>;

/** The call's part of a snapshot. */
export function callPart({ participants, ...call }: Call, chat: readonly ChatMessage[]): CallPart {
  return { call, participants: byId(participants), chat };
}

/** The media's part of a snapshot. */
export function mediaPart(media: MediaSnapshot): MediaPart {
  return {
    tracks: byId(media.tracks),
    subscriptions: byId(media.subscriptions),
    activeSpeakerId: media.activeSpeakerId,
  };
}

/** One fact of the call applied. Kinds that a newer server may send are ignored. */
export function applyCallFact(facts: CallFacts, revision: number, body: CallBody): CallFacts {
  const next = { ...facts, call: { ...facts.call, revision } };
  switch (body.type) {
    case 'participantJoined':
    case 'participantUpdated':
      return { ...next, participants: put(facts.participants, body.participant) };
    case 'participantLeft':
      return {
        ...next,
        participants: without(facts.participants, body.participantId),
        quality: without(facts.quality, body.participantId),
      };
    case 'participantMuted': {
      const participant = facts.participants.get(body.participantId);
      if (!participant) return next;
      const others = participant.mutedByHost.filter((source) => source !== body.source);
      const mutedByHost = body.muted ? [...others, body.source] : others;
      return { ...next, participants: put(facts.participants, { ...participant, mutedByHost }) };
    }
    case 'callLocked':
      return { ...next, call: { ...next.call, locked: body.locked } };
    case 'screenShareChanged':
      return { ...next, call: { ...next.call, screenSharerId: body.participantId } };
    case 'recordingChanged':
      return { ...next, call: { ...next.call, recording: body.recording } };
    case 'chatMessage':
      return facts.chat.some(({ id }) => id === body.message.id)
        ? next
        : { ...next, chat: [...facts.chat, body.message] };
    case 'callEnded':
      return { ...next, call: { ...next.call, state: 'ENDED', endReason: body.reason } };
    default:
      return next;
  }
}

/** One change of the media applied. Kinds that a newer server may send are ignored. */
export function applyMediaFact(facts: CallFacts, body: MediaBody): CallFacts {
  switch (body.type) {
    case 'trackPublished':
    case 'trackUpdated':
      return { ...facts, tracks: put(facts.tracks, body.track) };
    case 'trackUnpublished':
      return { ...facts, tracks: without(facts.tracks, body.trackId) };
    case 'subscriptionOpened':
    case 'subscriptionUpdated':
      return { ...facts, subscriptions: put(facts.subscriptions, body.subscription) };
    case 'subscriptionClosed':
      return { ...facts, subscriptions: without(facts.subscriptions, body.subscriptionId) };
    case 'activeSpeaker':
      return { ...facts, activeSpeakerId: body.participantId };
    default:
      return facts;
  }
}

function byId<T extends { readonly id: string }>(items: readonly T[]): ReadonlyMap<string, T> {
  return new Map(items.map((item) => [item.id, item]));
}

function put<T extends { readonly id: string }>(map: ReadonlyMap<string, T>, item: T): ReadonlyMap<string, T> {
  return new Map(map).set(item.id, item);
}

function without<T>(map: ReadonlyMap<string, T>, id: string): ReadonlyMap<string, T> {
  if (!map.has(id)) return map;
  const copy = new Map(map);
  copy.delete(id);
  return copy;
}
