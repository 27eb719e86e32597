import { Refusal } from '@videocall/errors';
import type { CallRegistry } from '../media/call-registry.js';
import { DirectMedia } from '../media/direct-media.js';
import type { LayerDirector } from '../media/layer-director.js';
import type { PeerMailboxes } from '../media/peer-mailboxes.js';
import { BotStream, type BotLink } from './bot-stream.js';
import type { BotTracks } from './bot-tracks.js';

interface StreamMediaNeeds {
  readonly registry: CallRegistry;
  readonly mailboxes: PeerMailboxes;
  readonly director: LayerDirector;
  readonly tracks: BotTracks;
}

/** A server-side participant's media, without WebRTC on its side (CALL-4). */
export class StreamMedia {
  readonly #needs: StreamMediaNeeds;
  readonly #opening = new Map<string, Promise<void>>();

  constructor(needs: StreamMediaNeeds) {
    this.#needs = needs;
  }

  /**
   * Opens the participant's stream; an older one of it ends.
   *
   * @throws Refusal PEER_NOT_FOUND, PARTICIPANT_HAS_WEBRTC
   */
  async execute(peerId: string, link: BotLink): Promise<BotStream> {
    const { registry, mailboxes, director, tracks } = this.#needs;
    const opening = this.#opening.get(peerId) ?? this.#openMedia(peerId).finally(() => this.#opening.delete(peerId));
    this.#opening.set(peerId, opening);
    await opening;
    // What was true before need not be now.
    const { call, peer } = registry.get(peerId);
    if (!peer.direct) throw new Refusal('PEER_NOT_FOUND');
    const stream = new BotStream({ call, peer, media: peer.direct, tracks, mailboxes, director, link });
    stream.start();
    return stream;
  }

  async #openMedia(peerId: string): Promise<void> {
    const { call, peer } = this.#needs.registry.get(peerId);
    if (peer.transports.length > 0) throw new Refusal('PARTICIPANT_HAS_WEBRTC');
    if (peer.direct) return;
    const media = await DirectMedia.open(call.router);
    if (peer.closed) media.transport.close();
    else peer.direct = media;
  }
}
