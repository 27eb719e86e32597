import type { callV1 } from '@videocall/contracts';
import { Refusal, type Reason } from '@videocall/errors';
import type { Subscription } from '../media/subscription.js';
import type { CallMedia } from '../media/call-media.js';
import type { DirectMedia } from '../media/direct-media.js';
import type { LayerDirector } from '../media/layer-director.js';
import type { Mailbox, PeerMailboxes } from '../media/peer-mailboxes.js';
import type { Peer } from '../media/peer.js';
import { forwardPackets } from './bot-packets.js';
import { contentFor, refusalForGone, trackAvailable, videoLimits, type MediaContent } from './bot-messages.js';
import type { BotPublication, BotTracks } from './bot-tracks.js';

/** What a server-side participant asks for, packets aside. */
export type BotRequest =
  | { readonly type: 'publish'; readonly publication: BotPublication }
  | { readonly type: 'unpublish' | 'subscribe' | 'unsubscribe' | 'keyframeRequest'; readonly trackId: string }
  | { readonly type: 'mute'; readonly trackId: string; readonly muted: boolean };

/** The way to a server-side participant. */
export interface BotLink {
  send(content: MediaContent): void;
  /** The stream is over for this reason. */
  end(refusal: Refusal): void;
}

export interface BotStreamParts {
  readonly call: CallMedia;
  readonly peer: Peer;
  readonly media: DirectMedia;
  readonly tracks: BotTracks;
  readonly mailboxes: PeerMailboxes;
  readonly director: LayerDirector;
  readonly link: BotLink;
}

const MAX_SUBSCRIPTIONS = 50;
const KEYFRAME_EVERY_MS = 500;
const MAX_PAYLOAD = 1_200;
/** Refused packets are told of so often at most, by reason. Milliseconds. */
const COMPLAIN_EVERY_MS = 1_000;

/** One media stream of a server-side participant: what it sends goes into the call, what it asked for comes out. */
export class BotStream {
  readonly #parts: BotStreamParts;
  readonly #mailbox: Mailbox;
  readonly #keyframesAsked = new Map<string, number>();
  readonly #complained = new Map<Reason, number>();
  #ended = false;

  constructor(parts: BotStreamParts) {
    this.#parts = parts;
    this.#mailbox = ({ event }) => this.#hear(event);
  }

  /** Tells what there is; an older stream of the participant ends. All in one step, so that nothing falls between. */
  start(): void {
    const { call, peer, media, mailboxes, link } = this.#parts;
    mailboxes.attach(peer.id, this.#mailbox);
    media.stream = this;
    for (const sender of media.senders.values()) sender.restart();
    const others = [...call.tracks.values()].filter((track) => track.peer !== peer);
    const opened = {
      tracks: others.map((track) => trackAvailable(track.view())),
      speakerParticipantId: call.activeSpeaker,
    };
    link.send({ $case: 'opened', value: opened });
  }

  /** The participant's side is gone. Its tracks stay, for when it comes back. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    const { call, peer, media, mailboxes } = this.#parts;
    mailboxes.detach(peer.id, this.#mailbox);
    media.wanted.clear();
    call.unsubscribe([...peer.subscriptions.values()]);
    if (media.stream === this) media.stream = undefined;
  }

  /** Receivers of an own video need a keyframe. */
  keyframeAsked(trackId: string): void {
    this.#parts.link.send({ $case: 'keyframeRequest', value: { trackId } });
  }

  /** A packet of an own track; one that is refused is dropped and told of. */
  receivePacket(packet: callV1.RtpPacket): void {
    if (this.#ended) return;
    const sender = this.#parts.media.senders.get(packet.trackId);
    if (!sender) return this.#complain('TRACK_NOT_FOUND', packet.trackId);
    if (!isValid(packet)) return this.#complain('RTP_PACKET_INVALID', packet.trackId);
    if (!sender.send(packet, performance.now())) this.#complain('RTP_RATE_EXCEEDED', packet.trackId);
  }

  /** @throws Refusal as the contract says for each */
  async receive(request: BotRequest): Promise<void> {
    if (this.#ended) return;
    const { peer, tracks, link } = this.#parts;
    switch (request.type) {
      case 'publish': {
        const { published, command } = await tracks.publish(peer, request.publication);
        link.send({ $case: 'published', value: published });
        if (command) link.send(videoLimits(command));
        return;
      }
      case 'unpublish':
        return tracks.unpublish(peer, request.trackId);
      case 'mute':
        return await tracks.mute(peer, request.trackId, request.muted);
      case 'subscribe':
        return await this.#subscribe(request.trackId);
      case 'unsubscribe':
        return this.#unsubscribe(request.trackId);
      case 'keyframeRequest':
        return await this.#askKeyframe(request.trackId);
    }
  }

  async #subscribe(trackId: string): Promise<void> {
    const { call, peer, media, director } = this.#parts;
    const track = call.tracks.get(trackId);
    if (!track || track.peer === peer) throw new Refusal('TRACK_NOT_FOUND');
    if (!peer.policy.canSubscribe) throw new Refusal('SUBSCRIBING_NOT_ALLOWED');
    if (!media.wanted.has(trackId) && media.wanted.size >= MAX_SUBSCRIPTIONS) throw new Refusal('SUBSCRIPTION_LIMIT');
    media.wanted.add(trackId);
    await call.subscribe([[peer, track]]);
    director.refresh(call, track);
  }

  #unsubscribe(trackId: string): void {
    const { call, peer, media } = this.#parts;
    media.wanted.delete(trackId);
    const subscription = peer.subscriptions.get(trackId);
    if (subscription) call.unsubscribe([subscription]);
  }

  async #askKeyframe(trackId: string): Promise<void> {
    const subscription = this.#parts.peer.subscriptions.get(trackId);
    if (!subscription) throw new Refusal('TRACK_NOT_FOUND');
    const now = performance.now();
    if (now - (this.#keyframesAsked.get(trackId) ?? -Infinity) < KEYFRAME_EVERY_MS) return;
    this.#keyframesAsked.set(trackId, now);
    if (subscription.consumer.kind === 'video') await subscription.consumer.requestKeyFrame();
  }

  #hear(event: Parameters<Mailbox>[0]['event']): void {
    if (this.#ended || !event) return;
    const { peer, media, link } = this.#parts;
    switch (event.$case) {
      case 'subscriptionOpened': {
        const subscription = peer.subscriptions.get(event.value.trackId);
        if (subscription) this.#forward(subscription);
        return;
      }
      case 'trackUnpublished':
        media.wanted.delete(event.value.trackId);
        media.senders.delete(event.value.trackId);
        this.#keyframesAsked.delete(event.value.trackId);
        break;
      // There is no way to stream to two nodes: it enters anew, and its tracks are published there within a moment.
      case 'moveAsked':
        this.end();
        return link.end(refusalForGone('NODE_DRAINING'));
      case 'peerGone':
        this.end();
        return link.end(refusalForGone(event.value.reason));
    }
    const content = contentFor(event, peer.participantId);
    if (content) link.send(content);
  }

  #forward(subscription: Subscription): void {
    forwardPackets(subscription, (packet) => {
      if (!this.#ended) this.#parts.link.send({ $case: 'rtp', value: packet });
    });
    subscription.markReady();
  }

  #complain(reason: Reason, subject: string): void {
    const now = performance.now();
    if (now - (this.#complained.get(reason) ?? -Infinity) < COMPLAIN_EVERY_MS) return;
    this.#complained.set(reason, now);
    const { message } = new Refusal(reason);
    this.#parts.link.send({ $case: 'error', value: { reason, message, subject } });
  }
}

function isValid({ payload, sequenceNumber, audioLevel }: callV1.RtpPacket): boolean {
  return payload.length >= 1 && payload.length <= MAX_PAYLOAD && sequenceNumber <= 0xffff && (audioLevel ?? 0) <= 127;
}
