import type { ChatMessage, Participant, Subscription, Track, TrackSource } from '@videocall/signalling';
import type {
  ActiveCallState,
  ChatEntry,
  ConnectionPhase,
  EncryptionView,
  LocalTrackView,
  ParticipantView,
  TrackView,
} from './active-call-state.js';
import type { CallFacts } from './call-facts.js';

export interface StateParts {
  readonly facts: CallFacts;
  readonly selfId: string;
  readonly connection: ConnectionPhase;
  readonly local: Readonly<Partial<Record<TrackSource, LocalTrackView>>>;
  /** Own messages that have not arrived yet, oldest first. */
  readonly outbox: readonly ChatEntry[];
  readonly playbackBlocked: boolean;
  /** Of a call with end-to-end encryption. */
  readonly encryption: { readonly verificationCode: string; readonly undecryptable: ReadonlySet<string> } | undefined;
  readonly receivedTrack: (subscriptionId: string) => MediaStreamTrack | undefined;
}

/** What is to be shown, out of what is known. Parts of `previous` that are the same still are taken over as they are. */
export function composeState(parts: StateParts, previous: ActiveCallState | undefined): ActiveCallState {
  const { facts, selfId } = parts;
  const before = new Map((previous ? [previous.self, ...previous.others] : []).map((view) => [view.id, view]));
  const tracks = tracksByParticipant(parts, before);
  const view = (participant: Participant): ParticipantView => {
    const old = before.get(participant.id);
    return kept(old, {
      ...participant,
      isSelf: participant.id === selfId,
      tracks: keptArray(old?.tracks, tracks.get(participant.id) ?? []),
      quality: facts.quality.get(participant.id),
    });
  };
  const inside = [...facts.participants.values()]
    .filter(({ state }) => state === 'JOINED' || state === 'RECONNECTING')
    .sort((a, b) => (a.joinedAt ?? '').localeCompare(b.joinedAt ?? '') || a.id.localeCompare(b.id));
  const listed = facts.participants.get(selfId);
  // Once removed from the list one still sees oneself as one last was.
  const self = listed ? view(listed) : (previous?.self ?? view(unknownSelf(selfId)));
  return kept(previous, {
    connection: kept(previous?.connection, parts.connection),
    call: kept(previous?.call, facts.call),
    self,
    others: keptArray(previous?.others, inside.filter(({ id }) => id !== selfId).map(view)),
    activeSpeakerId: facts.activeSpeakerId,
    screenSharerId: facts.call.screenSharerId,
    local: parts.local,
    chat: keptArray(previous?.chat, [...facts.chat.map(toEntry), ...parts.outbox]),
    sendProfile: self.sendProfile,
    receiveProfile: self.receiveProfile,
    playbackBlocked: parts.playbackBlocked,
    encryption: encryptionView(parts, previous?.encryption),
  });
}

function encryptionView(
  { encryption, facts }: StateParts,
  previous: EncryptionView | undefined,
): EncryptionView | undefined {
  if (!encryption) return undefined;
  const senders = [...encryption.undecryptable].flatMap((trackId) => facts.tracks.get(trackId)?.participantId ?? []);
  return kept(previous, {
    verificationCode: encryption.verificationCode,
    undecryptableIds: keptArray(previous?.undecryptableIds, [...new Set(senders)]),
  });
}

function tracksByParticipant(
  { facts, selfId, local, receivedTrack }: StateParts,
  before: ReadonlyMap<string, ParticipantView>,
): ReadonlyMap<string, readonly TrackView[]> {
  const subscriptions = new Map<string, Subscription>();
  for (const subscription of facts.subscriptions.values()) subscriptions.set(subscription.trackId, subscription);
  const grouped = new Map<string, TrackView[]>();
  for (const track of facts.tracks.values()) {
    const old = before.get(track.participantId)?.tracks.find(({ id }) => id === track.id);
    const view = kept(
      old,
      trackView(track, subscriptions.get(track.id), track.participantId === selfId ? local : {}, receivedTrack),
    );
    grouped.set(track.participantId, [...(grouped.get(track.participantId) ?? []), view]);
  }
  return grouped;
}

function trackView(
  track: Track,
  subscription: Subscription | undefined,
  /** Of one's own track. */
  local: StateParts['local'],
  receivedTrack: StateParts['receivedTrack'],
): TrackView {
  const own = local[track.source];
  const mediaTrack = own ? own.mediaTrack : subscription && receivedTrack(subscription.id);
  return {
    ...track,
    mediaTrack,
    heldBack: subscription?.pausedReason ?? track.pausedReason,
    limitedBy: subscription?.limitedBy ?? null,
    spatialLayer: subscription?.spatialLayer ?? -1,
  };
}

const entries = new WeakMap<ChatMessage, ChatEntry>();

function toEntry(message: ChatMessage): ChatEntry {
  const entry = entries.get(message) ?? { ...message, delivery: 'SENT', failedReason: undefined };
  entries.set(message, entry);
  return entry;
}

/** Stands in for one's own participant in the moment before the call lists it. */
function unknownSelf(id: string): Participant {
  return {
    id,
    identityId: id,
    displayName: '',
    role: 'LISTENER',
    state: 'JOINING',
    joinedAt: null,
    leaveReason: null,
    handRaisedAt: null,
    allowedSources: [],
    mutedByHost: [],
    sendProfile: 'AUTO',
    receiveProfile: 'AUTO',
    guest: false,
  };
}

/** The old object where every field is the same. */
function kept<T extends object>(old: T | undefined, next: T): T {
  if (!old) return next;
  const keys = Object.keys(next) as (keyof T)[];
  return keys.length === Object.keys(old).length && keys.every((key) => same(old[key], next[key])) ? old : next;
}

function keptArray<T>(old: readonly T[] | undefined, next: readonly T[]): readonly T[] {
  return old && old.length === next.length && next.every((item, index) => Object.is(item, old[index])) ? old : next;
}

/** Fields of plain values compare by value: snapshots bring equal lists in new arrays. */
function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  const plain = (value: unknown) => Array.isArray(value) && value.every((item) => typeof item === 'string');
  return plain(a) && plain(b) && JSON.stringify(a) === JSON.stringify(b);
}
