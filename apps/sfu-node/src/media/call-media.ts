import { callV1, sfuV1 } from '@videocall/contracts';
import type { Logger } from '@videocall/platform-logging';
import type { Router } from 'mediasoup/types';
import { LoudestAudio } from '../domain/adaptation/loudest-audio.js';
import { newId } from '../domain/ids.js';
import type { MediaWorker } from './media-worker.js';
import type { NodeEvents } from './node-events.js';
import type { Peer } from './peer.js';
import type { PeerMailboxes } from './peer-mailboxes.js';
import type { PublishedTrack } from './published-track.js';
import { SpeakerWatch } from './speaker-watch.js';
import { Subscription } from './subscription.js';
import { VideoInspector } from './video-inspector.js';

export type PeerEvent = NonNullable<sfuV1.PeerNotification['event']>;

/** Follows a call's media without being a peer, as a recording does. */
export interface CallObserver {
  published(track: PublishedTrack): void;
  updated(track: PublishedTrack): void;
  unpublished(track: PublishedTrack): void;
  /** @param participantId empty: nobody speaks */
  speaker(participantId: string): void;
  /** The call's media is gone. */
  closed(): void;
  /** The highest spatial layer that it takes of a track; -1: none. */
  takes(track: PublishedTrack): number;
}

export interface CallMediaOptions {
  readonly id: string;
  readonly worker: MediaWorker;
  readonly router: Router;
  readonly mailboxes: PeerMailboxes;
  readonly nodeEvents: NodeEvents;
  readonly log: Logger;
}

/**
 * One call's media on this node: its router, peers, tracks and subscriptions.
 *
 * Every change to them raises {@link revision} by one, and at the same moment every attached peer is sent exactly one
 * notification with that revision: in detail if it is concerned, else only the number. So a client that counts sees every
 * loss. What says nothing about tracks and subscriptions (levels, speaker, quality, commands, current layers) carries 0.
 */
export class CallMedia {
  readonly id: string;
  readonly worker: MediaWorker;
  readonly router: Router;
  readonly peers = new Map<string, Peer>();
  readonly tracks = new Map<string, PublishedTrack>();
  readonly observers = new Set<CallObserver>();
  readonly inspector: VideoInspector;
  /** The peer that shares a screen or is about to (MEDIA-5). */
  screenHolder: string | undefined;
  readonly #mailboxes: PeerMailboxes;
  readonly #nodeEvents: NodeEvents;
  readonly #log: Logger;
  readonly #opening = new Map<string, Promise<Subscription | undefined>>();
  readonly #loudest = new LoudestAudio();
  #speakers: SpeakerWatch | undefined;
  #revision = 0;

  private constructor(options: CallMediaOptions) {
    this.id = options.id;
    this.worker = options.worker;
    this.router = options.router;
    this.#mailboxes = options.mailboxes;
    this.#nodeEvents = options.nodeEvents;
    this.#log = options.log;
    this.inspector = new VideoInspector(options.router);
  }

  static async open(options: CallMediaOptions): Promise<CallMedia> {
    const call = new CallMedia(options);
    call.#speakers = await SpeakerWatch.open(options.router, {
      speaker: (participantId) => {
        call.tellAll({ $case: 'activeSpeaker', value: { participantId } });
        for (const observer of call.observers) observer.speaker(participantId);
      },
      levels: (levels) => {
        call.#hear(levels.map(({ participantId }) => participantId));
        call.tellAll({ $case: 'audioLevels', value: { levels: [...levels] } });
      },
      participantOf: (producerId) => call.#trackOfProducer(producerId)?.participantId,
    });
    return call;
  }

  get revision(): number {
    return this.#revision;
  }

  get activeSpeaker(): string {
    return this.#speakers?.active ?? '';
  }

  /** Everybody's subscription to a track. */
  subscriptionsTo(track: PublishedTrack): Subscription[] {
    return [...this.peers.values()].flatMap((peer) => peer.subscriptions.get(track.id) ?? []);
  }

  /** The highest spatial layer of a track that is taken by others than peers; -1: none. */
  takenByObservers(track: PublishedTrack): number {
    return Math.max(-1, ...[...this.observers].map((observer) => observer.takes(track)));
  }

  addPeer(peer: Peer): void {
    this.peers.set(peer.id, peer);
    this.worker.load += 1;
  }

  /** The peer's tracks and subscriptions go with it; the others are told. */
  removePeer(peer: Peer): void {
    if (!this.peers.delete(peer.id)) return;
    this.worker.load -= 1;
    for (const track of this.tracksOf(peer)) this.removeTrack(track);
    peer.close();
    if (this.screenHolder === peer.id) this.screenHolder = undefined;
    this.#speakers?.left(peer.participantId);
  }

  tracksOf(peer: Peer): PublishedTrack[] {
    return [...this.tracks.values()].filter((track) => track.peer === peer);
  }

  /** Announces a track, then opens a subscription for everybody who may have one. */
  async addTrack(track: PublishedTrack): Promise<void> {
    this.tracks.set(track.id, track);
    this.#change(() => ({ $case: 'trackPublished', value: track.view() }));
    for (const observer of this.observers) observer.published(track);
    this.#tellNode(track, true);
    const subscribers = [...this.peers.values()].filter((peer) => peer !== track.peer);
    await Promise.all([
      this.subscribe(subscribers.map((peer) => [peer, track] as const)),
      track.kind === 'audio' ? this.#speakers?.add(track.producer) : undefined,
    ]);
  }

  removeTrack(track: PublishedTrack): void {
    if (!this.tracks.delete(track.id)) return;
    this.unsubscribe(this.subscriptionsTo(track));
    track.producer.close();
    track.peer.publications.delete(track.clientTrackId);
    track.peer.sources.delete(track.source);
    for (const peer of this.peers.values()) peer.shown.delete(track.id);
    if (track.source === 'SCREEN' && this.screenHolder === track.peer.id) this.screenHolder = undefined;
    const value = { trackId: track.id, participantId: track.participantId, source: callV1.TrackSource[track.source] };
    this.#change(() => ({ $case: 'trackUnpublished', value }));
    for (const observer of this.observers) observer.unpublished(track);
    this.#tellNode(track, false);
  }

  /** After a track's own facts changed. */
  trackUpdated(track: PublishedTrack): void {
    for (const subscription of this.subscriptionsTo(track)) subscription.settle();
    this.#change(() => ({ $case: 'trackUpdated', value: track.view() }));
    for (const observer of this.observers) observer.updated(track);
    this.#tellNode(track, true);
  }

  /** Opens what is not open yet, all under one revision. A peer that cannot receive the codec is left out. */
  async subscribe(wanted: readonly (readonly [Peer, PublishedTrack])[]): Promise<void> {
    const opened = (await Promise.all(wanted.map(([peer, track]) => this.#open(peer, track)))).filter(
      (subscription) => subscription !== undefined,
    );
    this.#announce(opened, (subscription) => ({ $case: 'subscriptionOpened', value: subscription.view() }));
  }

  unsubscribe(subscriptions: readonly Subscription[]): void {
    for (const { peer, track, consumer } of subscriptions) {
      peer.subscriptions.delete(track.id);
      consumer.close();
    }
    this.#announce(subscriptions, ({ id }) => ({ $case: 'subscriptionClosed', value: { subscriptionId: id } }));
  }

  /** The server began or ceased to hold a subscription back. */
  subscriptionUpdated(subscription: Subscription): void {
    this.#change((peer) =>
      peer === subscription.peer ? { $case: 'subscriptionUpdated', value: subscription.view() } : undefined,
    );
  }

  tell(peer: Peer, event: PeerEvent): void {
    this.#mailboxes.send({ peerId: peer.id, revision: 0, event });
  }

  tellAll(event: PeerEvent): void {
    for (const peer of this.peers.values()) this.tell(peer, event);
  }

  /** Time passed: silence may have lasted long enough. */
  tick(now: number): void {
    this.#speakers?.tick(now);
    this.#hear([]);
  }

  close(): void {
    for (const peer of this.peers.values()) peer.close();
    this.worker.load -= this.peers.size;
    this.peers.clear();
    this.tracks.clear();
    this.router.close();
    for (const observer of this.observers) observer.closed();
    this.observers.clear();
  }

  async #open(peer: Peer, track: PublishedTrack): Promise<Subscription | undefined> {
    const key = `${peer.id} ${track.id}`;
    if (peer.subscriptions.has(track.id) || this.#opening.has(key)) return undefined;
    const opening = this.#consume(peer, track).finally(() => this.#opening.delete(key));
    this.#opening.set(key, opening);
    return await opening;
  }

  async #consume(peer: Peer, track: PublishedTrack): Promise<Subscription | undefined> {
    const { receiver } = peer;
    if (!receiver || !peer.wants(track) || !peer.policy.canSubscribe) return undefined;
    const { transport, rtpCapabilities } = receiver;
    const producerId = track.producer.id;
    if (!this.router.canConsume({ producerId, rtpCapabilities })) return undefined;
    try {
      const consumer = await transport.consume({ producerId, rtpCapabilities, paused: true });
      const gone = peer.closed || !this.tracks.has(track.id) || !peer.wants(track) || !peer.policy.canSubscribe;
      if (gone) {
        consumer.close();
        return undefined;
      }
      const subscription = new Subscription(newId('sub'), peer, track, consumer);
      peer.subscriptions.set(track.id, subscription);
      if (track.source === 'MICROPHONE' && !this.#loudest.isSent(track.participantId)) subscription.hold('NOT_LOUDEST');
      consumer.on('layerschange', () => {
        subscription.layersChanged();
        this.tell(peer, { $case: 'subscriptionUpdated', value: subscription.view() });
      });
      return subscription;
    } catch (error) {
      // Whoever left meanwhile needs nothing; anybody else would miss a track without knowing.
      if (!peer.closed && !track.producer.closed) {
        this.#log.error({ err: error, call: this.id, peer: peer.id, track: track.id }, 'a subscription was not opened');
      }
      return undefined;
    }
  }

  /** @param participantIds who is heard now, loudest first; none: time passed */
  #hear(participantIds: readonly string[]): void {
    if (!this.#loudest.heard(participantIds, performance.now())) return;
    for (const track of this.tracks.values()) {
      if (track.source !== 'MICROPHONE') continue;
      const held = this.#loudest.isSent(track.participantId) ? '' : 'NOT_LOUDEST';
      for (const subscription of this.subscriptionsTo(track)) {
        if (subscription.hold(held)) this.subscriptionUpdated(subscription);
      }
    }
  }

  #change(eventFor: (peer: Peer) => PeerEvent | undefined): void {
    this.#revision += 1;
    for (const peer of this.peers.values()) {
      const event = eventFor(peer) ?? { $case: 'revisionOnly', value: {} };
      this.#mailboxes.send({ peerId: peer.id, revision: this.#revision, event });
    }
  }

  /** Tells each subscription's peer, in as few revisions as can be: one for each peer at a time. */
  #announce(subscriptions: readonly Subscription[], eventOf: (subscription: Subscription) => PeerEvent): void {
    const left = Map.groupBy(
      subscriptions.filter(({ peer }) => this.peers.has(peer.id)),
      ({ peer }) => peer,
    );
    while (left.size > 0) {
      this.#change((peer) => {
        const [next, ...rest] = left.get(peer) ?? [];
        if (rest.length > 0) left.set(peer, rest);
        else left.delete(peer);
        return next && eventOf(next);
      });
    }
  }

  #tellNode(track: PublishedTrack, published: boolean): void {
    this.#nodeEvents.tell({ $case: 'trackChanged', value: { callId: this.id, track: track.view(), published } });
  }

  #trackOfProducer(producerId: string): PublishedTrack | undefined {
    return [...this.tracks.values()].find(({ producer }) => producer.id === producerId);
  }
}
