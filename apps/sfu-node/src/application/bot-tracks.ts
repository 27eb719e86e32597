import type { callV1, sfuV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import { codecToPublish } from '../domain/media-codec.js';
import { kindOf, type TrackSource } from '../domain/track-source.js';
import type { CallRegistry } from '../media/call-registry.js';
import type { Peer } from '../media/peer.js';
import { RtpSender, senderParameters } from '../media/rtp-sender.js';
import type { PublishTrack } from './publish-track.js';
import type { SetTrackMuted } from './set-track-muted.js';
import type { UnpublishTrack } from './unpublish-track.js';

/** What a server-side participant says of a track that it begins to send. */
export interface BotPublication {
  readonly clientTrackId: string;
  readonly source: TrackSource;
  readonly codec: callV1.MediaCodec;
  /** As encoded, in pixels; 0: not told. */
  readonly width: number;
  readonly height: number;
}

/** Of a picture whose size nobody tells, until it is measured. */
const ASSUMED = { width: 640, height: 360 };

/** A server-side participant's own tracks. */
export class BotTracks {
  readonly #registry: CallRegistry;
  readonly #publishTrack: PublishTrack;
  readonly #unpublishTrack: UnpublishTrack;
  readonly #setTrackMuted: SetTrackMuted;

  constructor(
    registry: CallRegistry,
    publishTrack: PublishTrack,
    unpublishTrack: UnpublishTrack,
    setTrackMuted: SetTrackMuted,
  ) {
    this.#registry = registry;
    this.#publishTrack = publishTrack;
    this.#unpublishTrack = unpublishTrack;
    this.#setTrackMuted = setTrackMuted;
  }

  /** @throws Refusal CODEC_NOT_ALLOWED, and what publishing refuses with */
  async publish(
    peer: Peer,
    { clientTrackId, source, codec: wanted, width, height }: BotPublication,
  ): Promise<{ published: callV1.TrackPublished; command: sfuV1.PublisherCommand | undefined }> {
    const kind = kindOf(source);
    const codec = codecToPublish(wanted, kind);
    if (!codec) throw new Refusal('CODEC_NOT_ALLOWED');
    const size = width > 0 && height > 0 ? { width, height } : ASSUMED;
    const { track, command } = await this.#publishTrack.execute(peer.id, {
      clientTrackId,
      source,
      kind,
      rtpParameters: senderParameters(codec, peer.id),
      muted: false,
      ...(kind === 'video' ? size : { width: 0, height: 0 }),
    });
    const trackId = track?.id ?? '';
    const published = this.#registry.find(peer.id)?.call.tracks.get(trackId);
    const senders = peer.direct?.senders;
    if (published && senders && !senders.has(trackId)) senders.set(trackId, new RtpSender(published));
    return { published: { clientTrackId, trackId }, command };
  }

  /** @throws Refusal TRACK_NOT_FOUND */
  unpublish(peer: Peer, trackId: string): void {
    this.#unpublishTrack.execute(peer.id, trackId);
  }

  /** @throws Refusal TRACK_NOT_FOUND, MUTED_BY_HOST */
  async mute(peer: Peer, trackId: string, muted: boolean): Promise<void> {
    await this.#setTrackMuted.execute(peer.id, trackId, muted);
  }
}
