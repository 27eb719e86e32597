import { Refusal } from '@videocall/errors';
import type { sfuV1 } from '@videocall/contracts';
import type { Producer, RtpParameters } from 'mediasoup/types';
import { withoutHarmfulExtensions } from '../domain/codec-list.js';
import { newId } from '../domain/ids.js';
import { kindOf, type MediaKind, type TrackSource } from '../domain/track-source.js';
import { capSending } from '../media/bandwidth-caps.js';
import type { CallMedia } from '../media/call-media.js';
import type { CallRegistry } from '../media/call-registry.js';
import type { LayerDirector } from '../media/layer-director.js';
import type { Peer } from '../media/peer.js';
import { PublishedTrack } from '../media/published-track.js';

export interface Publication {
  /** The client's own id for it: the same again gives the same track. */
  readonly clientTrackId: string;
  readonly source: TrackSource;
  readonly kind: MediaKind;
  readonly rtpParameters: RtpParameters;
  readonly muted: boolean;
  /** As captured, in pixels; 0 for audio. */
  readonly width: number;
  readonly height: number;
}

/** A peer begins to send a track. */
export class PublishTrack {
  readonly #registry: CallRegistry;
  readonly #director: LayerDirector;

  constructor(registry: CallRegistry, director: LayerDirector) {
    this.#registry = registry;
    this.#director = director;
  }

  /**
   * @throws Refusal PEER_NOT_FOUND, SOURCE_NOT_ALLOWED, SCREEN_SHARE_TAKEN, SOURCE_ALREADY_PUBLISHED,
   *   RTP_PARAMETERS_INVALID, TRANSPORT_NOT_FOUND
   */
  async execute(peerId: string, publication: Publication): Promise<sfuV1.PublishResponse> {
    const { call, peer } = this.#registry.get(peerId);
    const track = await this.#once(call, peer, publication);
    return { track: track.view(), revision: call.revision, command: track.video?.command };
  }

  #once(call: CallMedia, peer: Peer, publication: Publication): Promise<PublishedTrack> {
    const { clientTrackId, source, kind } = publication;
    const known = peer.publications.get(clientTrackId);
    if (known) return known;
    if (!peer.policy.allowedSources.has(source)) throw new Refusal('SOURCE_NOT_ALLOWED');
    if (kindOf(source) !== kind) throw new Refusal('RTP_PARAMETERS_INVALID', { message: `${source} is not ${kind}.` });
    if (peer.sources.has(source)) throw new Refusal('SOURCE_ALREADY_PUBLISHED');
    if (source === 'SCREEN') {
      if (call.screenHolder !== undefined && call.screenHolder !== peer.id) throw new Refusal('SCREEN_SHARE_TAKEN');
      call.screenHolder = peer.id;
    }
    peer.sources.add(source);
    const publishing = this.#publish(call, peer, publication).catch((error: unknown) => {
      peer.publications.delete(clientTrackId);
      peer.sources.delete(source);
      if (source === 'SCREEN') call.screenHolder = undefined;
      throw error;
    });
    peer.publications.set(clientTrackId, publishing);
    return publishing;
  }

  async #publish(call: CallMedia, peer: Peer, publication: Publication): Promise<PublishedTrack> {
    const { clientTrackId, source, kind, width, height } = publication;
    const mutedByHost = peer.policy.mutedByHost.has(source);
    const muted = publication.muted || mutedByHost;
    const producer = await this.#produce(peer, publication, muted);
    // What was true when the client asked need not be now.
    if (peer.closed) throw new Refusal('PEER_NOT_FOUND');
    if (!peer.policy.allowedSources.has(source)) {
      producer.close();
      throw new Refusal('SOURCE_NOT_ALLOWED');
    }
    const id = newId('trk');
    const track = new PublishedTrack({
      id,
      clientTrackId,
      peer,
      source,
      kind,
      producer,
      muted,
      mutedByHost,
      width,
      height,
    });
    await call.addTrack(track);
    await capSending(call, peer);
    this.#director.refreshCall(call);
    return track;
  }

  async #produce(peer: Peer, { kind, rtpParameters }: Publication, paused: boolean): Promise<Producer> {
    const transport = peer.incoming;
    if (!transport) throw new Refusal('TRANSPORT_NOT_FOUND');
    const headerExtensions = withoutHarmfulExtensions(rtpParameters.headerExtensions ?? []);
    try {
      return await transport.produce({ kind, rtpParameters: { ...rtpParameters, headerExtensions }, paused });
    } catch (error) {
      if (transport.closed) throw new Refusal('PEER_NOT_FOUND', { cause: error });
      // mediasoup checks them on both sides of its channel; what it says names the field.
      const message = error instanceof Error ? error.message : undefined;
      throw new Refusal('RTP_PARAMETERS_INVALID', { cause: error, ...(message ? { message } : {}) });
    }
  }
}
