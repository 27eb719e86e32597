import type { Call, ChatMessage, Joined, MediaSnapshot, Notification } from '@videocall/signalling';
import type { ConnectionQuality } from './active-call-state.js';
import { applyCallFact, applyMediaFact, callPart, mediaPart, type CallFacts } from './call-facts.js';
import { RevisionOrder } from './revision-order.js';

type Counted = Exclude<Notification, { plane: 'passing' }>;

export interface CallModelListener {
  /** Facts changed. */
  changed(): void;
  /** One counted notification was applied: `before` is what was known until then. */
  applied(notification: Counted, before: CallFacts): void;
  /** Notifications are missing: take a snapshot. */
  snapshotNeeded(): void;
}

export interface Snapshot {
  readonly call: Call;
  readonly media: MediaSnapshot;
  readonly chat: readonly ChatMessage[];
}

/** What is known of the call: snapshots, and the notifications between them, each applied once and in order. */
export class CallModel {
  #facts: CallFacts;
  readonly #orders: Readonly<Record<Counted['plane'], RevisionOrder<Counted>>> = {
    call: new RevisionOrder(),
    media: new RevisionOrder(),
  };

  constructor(
    joined: Joined,
    private readonly listener: CallModelListener,
  ) {
    this.#facts = { ...callPart(joined.call, joined.chat), ...mediaPart(joined.media), quality: new Map() };
  }

  get facts(): CallFacts {
    return this.#facts;
  }

  /** Notifications are missing between what is known and what waits. */
  get gap(): boolean {
    return this.#orders.call.gap || this.#orders.media.gap;
  }

  /** The connection is gone, and with it the order of what it brought. */
  interrupt(): void {
    this.#orders.call.interrupt();
    this.#orders.media.interrupt();
  }

  /** Takes a snapshot, then what had waited for it. A part that is older than what is known is left. */
  take({ call, media, chat }: Snapshot): void {
    const callRest = this.#orders.call.continueFrom(call.revision);
    if (callRest) this.#facts = { ...this.#facts, ...callPart(call, chat) };
    const mediaRest = this.#orders.media.continueFrom(media.revision);
    if (mediaRest) this.#facts = { ...this.#facts, ...mediaPart(media) };
    for (const notification of [...(callRest ?? []), ...(mediaRest ?? [])]) this.#apply(notification);
    this.listener.changed();
  }

  /** Takes what a join at another media server answered, which counts its own revisions. */
  moveTo(joined: Snapshot): void {
    this.#orders.media.interrupt();
    this.take(joined);
  }

  /** Takes a counted notification in its turn. */
  accept(notification: Counted): void {
    const ready = this.#orders[notification.plane].accept(notification.revision, notification);
    for (const next of ready) this.#apply(next);
    if (ready.length > 0) this.listener.changed();
    if (this.gap) this.listener.snapshotNeeded();
  }

  setQuality(participantId: string, quality: ConnectionQuality): void {
    this.#facts = { ...this.#facts, quality: new Map(this.#facts.quality).set(participantId, quality) };
    this.listener.changed();
  }

  /** Lists a message that the server took, before its notification comes. */
  addMessage(message: ChatMessage): void {
    if (this.#facts.chat.some(({ id }) => id === message.id)) return;
    this.#facts = { ...this.#facts, chat: [...this.#facts.chat, message] };
    this.listener.changed();
  }

  #apply(notification: Counted): void {
    const before = this.#facts;
    this.#facts =
      notification.plane === 'call'
        ? applyCallFact(before, notification.revision, notification.body)
        : applyMediaFact(before, notification.body);
    this.listener.applied(notification, before);
  }
}
