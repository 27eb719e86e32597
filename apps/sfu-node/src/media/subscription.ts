import { sfuV1 } from '@videocall/contracts';
import type { Consumer, ConsumerLayers } from 'mediasoup/types';
import type { LimitCause } from '../domain/adaptation/receiver-policy.js';
import type { VideoStep } from '../domain/adaptation/video-ladder.js';
import type { Peer } from './peer.js';
import type { PublishedTrack } from './published-track.js';

/** Why the server holds a subscription back, of its own accord. */
export type HoldReason = '' | 'NOT_SHOWN' | 'RECEIVE_PROFILE' | 'BANDWIDTH' | 'NOT_LOUDEST';

/** Why a picture is given in less than what fits the receiver's screen. */
export type LimitedBy = '' | LimitCause | 'HOST_LOAD';

/** One track on its way to one peer: a consumer, and why it flows or does not. */
export class Subscription {
  readonly id: string;
  readonly peer: Peer;
  readonly track: PublishedTrack;
  readonly consumer: Consumer;
  /** What fits the receiver's screen and profile, before bandwidth is asked; undefined: nothing of it is wanted now. */
  wish: ConsumerLayers | undefined;
  /** What the receiver's path allows of it; undefined: all, 'NOTHING': it pauses. */
  grant: VideoStep | 'NOTHING' | undefined;
  /** Why that is less than the wish. */
  grantCause: LimitCause | undefined;
  #limitedBy: LimitedBy = '';
  /** The client said that it has the consumer. */
  #ready = false;
  #held: HoldReason = '';
  /** The consumer found no layer that fits the receiver's path. */
  #starved = false;
  #preferred: ConsumerLayers | undefined;
  /** The receiver has had a picture. */
  #started = false;
  #priority: number | undefined;
  /** What the consumer was last told runs behind what it should be, one request at a time. */
  #settling = false;

  constructor(id: string, peer: Peer, track: PublishedTrack, consumer: Consumer) {
    this.id = id;
    this.peer = peer;
    this.track = track;
    this.consumer = consumer;
  }

  /** Why nothing flows although the client is ready; empty if something does. */
  get pausedReason(): HoldReason | 'BANDWIDTH' {
    return this.#held || (this.#starved ? 'BANDWIDTH' : '');
  }

  get preferredLayers(): ConsumerLayers | undefined {
    return this.#preferred;
  }

  /** Media flows, or would if nobody held it back. */
  get isReady(): boolean {
    return this.#ready;
  }

  /** @returns whether that changed anything */
  limit(cause: LimitedBy): boolean {
    const changed = cause !== this.#limitedBy;
    this.#limitedBy = cause;
    return changed;
  }

  get limitedBy(): LimitedBy {
    return this.#limitedBy;
  }

  /** The client has the consumer: media may flow. */
  markReady(): void {
    this.#ready = true;
    this.settle();
  }

  /** @returns whether that changed anything */
  hold(reason: HoldReason): boolean {
    if (reason === this.#held) return false;
    this.#held = reason;
    this.settle();
    return true;
  }

  /** The consumer switched layers, or has none at the moment. */
  layersChanged(): void {
    const hasMedia = this.consumer.score.producerScores.some((score) => score > 0);
    if (this.consumer.currentLayers && !this.#started) {
      this.#started = true;
      this.#tellLayers();
    }
    this.#starved = !this.consumer.currentLayers && !this.consumer.paused && !this.track.muted && hasMedia;
  }

  /**
   * Layers wanted from now on, where there are layers. The first picture is the smallest one: every publisher has it ready,
   * while a large one may wait for an encoder that has only begun, or for bandwidth that is not known yet.
   */
  prefer(layers: ConsumerLayers): void {
    const same =
      layers.spatialLayer === this.#preferred?.spatialLayer && layers.temporalLayer === this.#preferred.temporalLayer;
    if (this.consumer.type === 'simple' || same) return;
    this.#preferred = layers;
    this.#tellLayers();
  }

  #tellLayers(): void {
    const wanted = this.#preferred;
    if (!wanted) return;
    const layers = this.#started ? wanted : { ...wanted, spatialLayer: 0 };
    void this.#tell(() => this.consumer.setPreferredLayers(layers));
  }

  /** @param priority 1..255: what is higher gets bandwidth first */
  prioritise(priority: number): void {
    if (priority === this.#priority) return;
    this.#priority = priority;
    void this.#tell(() => this.consumer.setPriority(priority));
  }

  /** Brings the consumer to where it should be: also after the track was held back or released. */
  settle(): void {
    if (this.#settling) return;
    this.#settling = true;
    void this.#settle();
  }

  get #shouldPause(): boolean {
    return !this.#ready || this.#held !== '' || this.track.heldReason !== '';
  }

  async #settle(): Promise<void> {
    while (!this.consumer.closed && this.consumer.paused !== this.#shouldPause) {
      const done = await this.#tell(() => (this.#shouldPause ? this.consumer.pause() : this.consumer.resume()));
      if (!done) break;
    }
    this.#settling = false;
  }

  /** A request that fails because the consumer, its transport or its worker closed meanwhile has nothing left to do. */
  async #tell(request: () => Promise<void>): Promise<boolean> {
    try {
      await request();
      return true;
    } catch (error) {
      if (!this.consumer.closed)
        this.peer.log.error({ err: error, subscription: this.id }, 'a consumer was not changed');
      return false;
    }
  }

  view(): sfuV1.Subscription {
    const layers = this.consumer.currentLayers;
    return {
      id: this.id,
      trackId: this.track.id,
      kind: this.consumer.kind === 'audio' ? sfuV1.MediaKind.AUDIO : sfuV1.MediaKind.VIDEO,
      rtpParametersJson: JSON.stringify(this.consumer.rtpParameters),
      paused: !this.#ready,
      pausedReason: this.pausedReason,
      limitedBy: this.#limitedBy,
      spatialLayer: layers?.spatialLayer ?? -1,
      temporalLayer: layers?.temporalLayer ?? -1,
    };
  }
}
