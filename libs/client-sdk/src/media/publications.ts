import { videoCodecOf, type VideoCodec, type VideoLimits, type VideoSource } from '@videocall/quality-profiles';
import type { MediaKind, PublisherCommand, Track, TrackSource } from '@videocall/signalling';
import type { types } from 'mediasoup-client';
import { CallError } from '../call-error.js';
import { newId } from '../ids.js';
import type { PutTransform } from '../encryption/media-encryption.js';
import type { ConnectBatch } from './connect-batch.js';
import { audioSettings, captureSize, isVideoSource, videoSettings } from './encodings.js';
import { SenderLimits } from './sender-limits.js';

/** What is to be published. */
export interface PublicationOptions {
  readonly source: TrackSource;
  readonly mediaTrack: MediaStreamTrack;
  readonly muted: boolean;
  readonly codec: VideoCodec;
  /** What the send profile allows this source. */
  readonly limits: VideoLimits;
}

/** One track that this peer publishes. */
export interface Publication {
  readonly source: TrackSource;
  readonly producer: types.Producer;
  readonly limits: SenderLimits | undefined;
  /** Settles when the server took or refused it. */
  readonly published: Promise<Track>;
}

/** What a peer publishes: at most one track of a source. */
export class Publications {
  readonly #bySource = new Map<TrackSource, Publication>();
  #begun = false;
  readonly #sourceOfTrack = new Map<string, TrackSource>();
  /** By client track id, from mediasoup-client's `produce` event until `produce()` returns. */
  readonly #confirmations = new Map<string, ReturnType<ConnectBatch['addPublication']>>();

  constructor(
    private readonly transport: types.Transport,
    private readonly device: types.Device,
    private readonly batch: ConnectBatch,
    /** What encrypts a source, in a call with end-to-end encryption. */
    private readonly encryptionOf: (source: TrackSource) => Promise<PutTransform<RTCRtpSender>> | undefined,
  ) {
    // Answered at once with the client's own id; the server's comes with the batch.
    transport.on('produce', ({ kind, rtpParameters, appData }, done) => {
      const { clientTrackId, source, muted, width, height } = appData as unknown as ProducerData;
      this.#confirmations.set(
        clientTrackId,
        batch.addPublication({ clientTrackId, source, kind, rtpParameters, muted, width, height }),
      );
      done({ id: clientTrackId });
    });
  }

  /** Something is or was published: the transport is in use. */
  get begun(): boolean {
    return this.#begun;
  }

  /** The source of a published track or of a sent media section (SDP `mid`). */
  sourceOf(id: { readonly trackId: string } | { readonly mid: string }): TrackSource | undefined {
    if ('trackId' in id) return this.#sourceOfTrack.get(id.trackId);
    for (const { source, producer } of this.#bySource.values()) if (producer.localId === id.mid) return source;
    return undefined;
  }

  /** Makes a track ready to be sent. Resolves once it is negotiated here; `published` tells what the server says. */
  async add(options: PublicationOptions): Promise<Publication> {
    const { source, mediaTrack, muted, limits } = options;
    this.#begun = true;
    const clientTrackId = newId('pub');
    const kind: MediaKind = isVideoSource(source) ? 'video' : 'audio';
    const codec = this.#codec(kind, options.codec);
    const size = captureSize(mediaTrack);
    const data: ProducerData = { clientTrackId, source, muted, width: size.width, height: size.height };
    return this.batch.during(async () => {
      const onRtpSender = await this.encryptionOf(source);
      const producer = await this.transport.produce({
        track: mediaTrack,
        ...(isVideoSource(source)
          ? videoSettings({ source, codec: videoCodecOf(codec.mimeType) ?? 'VP8', capture: size, limits })
          : audioSettings(source)),
        codec,
        // Tracks belong to the app: they outlive a peer.
        stopTracks: false,
        onRtpSender,
        appData: { ...data },
      });
      const confirmation = this.#confirmations.get(clientTrackId);
      this.#confirmations.delete(clientTrackId);
      if (!confirmation) throw CallError.client('CALL_CLOSED');
      const senderLimits = isVideoSource(source) ? this.#limits(source, codec, producer, limits) : undefined;
      if (muted) producer.pause();
      const published = confirmation.then(
        ({ track, command }) => {
          this.#sourceOfTrack.set(track.id, source);
          if (command) senderLimits?.command(command);
          return track;
        },
        (error: unknown) => {
          this.remove(source);
          throw error;
        },
      );
      const publication: Publication = { source, producer, limits: senderLimits, published };
      this.#bySource.set(source, publication);
      return publication;
    });
  }

  /** What the server orders about a track's bitrate, size, frame rate and layers. */
  command(command: PublisherCommand): void {
    const source = this.sourceOf({ trackId: command.trackId });
    if (source) this.#bySource.get(source)?.limits?.command(command);
  }

  remove(source: TrackSource): void {
    const publication = this.#bySource.get(source);
    if (!publication) return;
    this.#bySource.delete(source);
    for (const [trackId, of] of this.#sourceOfTrack) if (of === source) this.#sourceOfTrack.delete(trackId);
    publication.producer.close();
  }

  #limits(
    source: VideoSource,
    codec: types.RtpCodecCapability,
    producer: types.Producer,
    limits: VideoLimits,
  ): SenderLimits {
    return new SenderLimits(source, videoCodecOf(codec.mimeType) ?? 'VP8', producer, limits);
  }

  #codec(kind: MediaKind, wanted: VideoCodec): types.RtpCodecCapability {
    const codecs = this.device.sendRtpCapabilities.codecs ?? [];
    const ofKind = codecs.filter((codec) => codec.kind === kind && !/\/rtx$/i.test(codec.mimeType));
    const codec =
      (kind === 'video' ? ofKind.find(({ mimeType }) => videoCodecOf(mimeType) === wanted) : undefined) ?? ofKind[0];
    if (!codec) throw CallError.client('BROWSER_UNSUPPORTED');
    return codec;
  }
}

interface ProducerData {
  readonly clientTrackId: string;
  readonly source: TrackSource;
  readonly muted: boolean;
  readonly width: number;
  readonly height: number;
}
